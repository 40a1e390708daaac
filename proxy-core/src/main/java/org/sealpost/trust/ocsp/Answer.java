package org.sealpost.trust.ocsp;

import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;
import org.sealpost.trust.revocation.Evidence;
import org.sealpost.trust.revocation.RevocationReason;
import org.sealpost.trust.revocation.RevocationStatus;
import org.sealpost.trust.revocation.RevocationStatus.Cause;

/** Checks what a responder answered, and says what it means (RFC 6960 §3.2, §4.2). */
final class Answer {
  /** By which a responder's clock may be ahead of ours. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  /** Of one that does not say when there will be a newer one. */
  private static final Duration AGE_WITHOUT_NEXT_UPDATE = Duration.ofHours(24);

  private static final Set<ASN1ObjectIdentifier> UNDERSTOOD =
      Set.of(
          OCSPObjectIdentifiers.id_pkix_ocsp_nonce,
          OCSPObjectIdentifiers.id_pkix_ocsp_archive_cutoff,
          OCSPObjectIdentifiers.id_pkix_ocsp_crl,
          Extension.reasonCode,
          Extension.invalidityDate);

  private static final Words WORDS = Words.beside(Answer.class);

  private final Query query;
  private final URI responder;
  private final Signer signer;
  private final Instant now;

  /** What an answer means. */
  sealed interface Meaning {
    /** It can be relied on before {@code until}. */
    record Said(RevocationStatus status, Instant until) implements Meaning {}

    /** It says nothing; {@code byAll} if others would be told the same by this responder. */
    record Nothing(Cause cause, boolean byAll) implements Meaning {}
  }

  Answer(Query query, URI responder, Signer signer, Instant now) {
    this.query = query;
    this.responder = responder;
    this.signer = signer;
    this.now = now;
  }

  /**
   * @param nonce what was sent along, where the answer comes straight from the responder. Many
   *     return none and sign their answers ahead of time (RFC 5019); one that returns another
   *     answers another question.
   */
  Meaning read(byte[] encoded, Optional<byte[]> nonce) {
    try {
      OCSPResp response = new OCSPResp(encoded);
      return switch (response.getStatus()) {
        case OCSPResp.SUCCESSFUL -> meaning(basic(response), nonce);
        case OCSPResp.MALFORMED_REQUEST -> refused("ocsp.malformed-request", false);
        case OCSPResp.INTERNAL_ERROR -> refused("ocsp.internal-error", true);
        case OCSPResp.TRY_LATER -> refused("ocsp.try-later", true);
        case OCSPResp.SIG_REQUIRED -> refused("ocsp.signature-required", true);
        case OCSPResp.UNAUTHORIZED -> refused("ocsp.unauthorized", false);
        default -> refused("ocsp.other-status", false, response.getStatus());
      };
    } catch (Doubt doubt) {
      return notReliable(doubt);
    } catch (IOException | OCSPException | RuntimeException _) {
      // Parsers throw many kinds at what is no encoding.
      return notReliable(new Doubt("ocsp.unreadable"));
    }
  }

  private static BasicOCSPResp basic(OCSPResp response) throws Doubt, OCSPException {
    if (response.getResponseObject() instanceof BasicOCSPResp basic) {
      return basic;
    }
    throw new Doubt("ocsp.unreadable");
  }

  private Meaning refused(String key, boolean byAll, Object... more) {
    return new Meaning.Nothing(new Cause.NotReached(source(), words(key, more)), byAll);
  }

  private Meaning notReliable(Doubt doubt) {
    return new Meaning.Nothing(
        new Cause.NotReliable(source(), words(doubt.key(), doubt.arguments())), false);
  }

  private Phrase words(String key, Object... more) {
    Object[] arguments = new Object[more.length + 1];
    arguments[0] = responder.getHost();
    System.arraycopy(more, 0, arguments, 1, more.length);
    return WORDS.phrase(key, arguments);
  }

  private String source() {
    return responder.toASCIIString();
  }

  private Meaning meaning(BasicOCSPResp answer, Optional<byte[]> nonce) throws Doubt {
    signer.check(answer, query.issuer(), now);
    checkCritical(answer.getCriticalExtensionOIDs());
    checkNonce(answer, nonce);
    SingleResp single =
        Arrays.stream(answer.getResponses())
            .filter(each -> query.isNamedBy(each.getCertID()))
            .max(Comparator.comparing(SingleResp::getThisUpdate))
            .orElseThrow(() -> new Doubt("ocsp.other-certificate"));
    checkCritical(single.getCriticalExtensionOIDs());
    Instant thisUpdate = single.getThisUpdate().toInstant();
    if (thisUpdate.isAfter(now.plus(SKEW))) {
      throw new Doubt("ocsp.future", thisUpdate);
    }
    Optional<Instant> nextUpdate = Optional.ofNullable(single.getNextUpdate()).map(Date::toInstant);
    Instant until = nextUpdate.orElse(thisUpdate.plus(AGE_WITHOUT_NEXT_UPDATE));
    return now.isBefore(until)
        ? meaning(single, new Evidence(Evidence.Kind.OCSP, source(), thisUpdate, nextUpdate), until)
        : new Meaning.Nothing(new Cause.Outdated(source(), until), false);
  }

  private static void checkCritical(Collection<?> critical) throws Doubt {
    if (!UNDERSTOOD.containsAll(critical)) {
      throw new Doubt("ocsp.critical");
    }
  }

  private static void checkNonce(BasicOCSPResp answer, Optional<byte[]> sent) throws Doubt {
    Extension returned = answer.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
    if (returned == null || sent.isEmpty()) {
      return;
    }
    byte[] nonce = ASN1OctetString.getInstance(returned.getParsedValue()).getOctets();
    if (!Arrays.equals(nonce, sent.get())) {
      throw new Doubt("ocsp.nonce");
    }
  }

  private Meaning meaning(SingleResp single, Evidence evidence, Instant until) throws Doubt {
    CertificateStatus status = single.getCertStatus();
    if (status instanceof RevokedStatus revoked) {
      RevocationReason reason =
          revoked.hasRevocationReason()
              ? RevocationReason.of(revoked.getRevocationReason())
              : RevocationReason.UNSPECIFIED;
      return new Meaning.Said(
          new RevocationStatus.Revoked(
              revoked.getRevocationTime().toInstant(), reason, invalidSince(single), evidence),
          until);
    }
    // Bouncy Castle has null for good.
    if (status != null) {
      throw new Doubt("ocsp.unknown");
    }
    if (isForgotten(single, evidence.thisUpdate())) {
      Cause cause = new Cause.ExpiredBefore(source(), evidence.thisUpdate());
      return new Meaning.Said(new RevocationStatus.Unknown(cause), until);
    }
    return new Meaning.Said(new RevocationStatus.Good(evidence), until);
  }

  /** RFC 6960 §4.4.4: of what expired before the cutoff, a responder knows nothing any more. */
  private boolean isForgotten(SingleResp single, Instant thisUpdate) throws Doubt {
    Instant expired = query.certificate().getNotAfter().toInstant();
    if (!expired.isBefore(thisUpdate)) {
      return false;
    }
    Optional<Instant> cutoff = time(single, OCSPObjectIdentifiers.id_pkix_ocsp_archive_cutoff);
    return cutoff.isEmpty() || expired.isBefore(cutoff.get());
  }

  private static Optional<Instant> invalidSince(SingleResp single) throws Doubt {
    return time(single, Extension.invalidityDate);
  }

  private static Optional<Instant> time(SingleResp single, ASN1ObjectIdentifier id) throws Doubt {
    Extension extension = single.getExtension(id);
    if (extension == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          ASN1GeneralizedTime.getInstance(extension.getParsedValue()).getDate().toInstant());
    } catch (ParseException _) {
      throw new Doubt("ocsp.unreadable");
    }
  }
}
