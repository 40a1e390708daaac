package org.sealpost.trust.ocsp;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.ResponderID;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.sealpost.trust.Algorithms;
import org.sealpost.trust.CertificateFile;
import org.sealpost.trust.revocation.RevocationSource;
import org.sealpost.trust.revocation.RevocationStatus;

/**
 * Finds who signed an answer, and whether they may speak for the issuer (RFC 6960 §4.2.2.2): the
 * issuer itself, or whom it appointed by a certificate that it signed with the same key.
 *
 * <p>Whether such a delegate's certificate is revoked is decided as §4.2.2.2.1 has it: with
 * id-pkix-ocsp-nocheck it is not asked; if it names where to ask, that is asked; if it names
 * nothing, the choice is ours, and it is relied on if it lives no longer than 90 days.
 */
final class Signer {
  private static final int MAX_CERTIFICATES = 10;
  private static final Duration SHORT_LIFE = Duration.ofDays(90);
  private static final int DIGITAL_SIGNATURE = 0;
  private static final int NON_REPUDIATION = 1;

  /** Made for the first answer rather than at the start: it takes as long as all else here. */
  private static final class Verifiers {
    /** The runtime's own providers do not know RSASSA-PSS by the names that this asks for. */
    static final JcaContentVerifierProviderBuilder BUILDER =
        new JcaContentVerifierProviderBuilder().setProvider(new BouncyCastleProvider());
  }

  private final RevocationSource delegates;
  private final Duration patience;
  private final boolean checkedBefore;

  /**
   * @param delegates tells of delegates' own certificates
   * @param patience how long that may take
   */
  Signer(RevocationSource delegates, Duration patience) {
    this(delegates, patience, false);
  }

  private Signer(RevocationSource delegates, Duration patience, boolean checkedBefore) {
    this.delegates = delegates;
    this.patience = patience;
    this.checkedBefore = checkedBefore;
  }

  /**
   * For answers that were relied on when they came: a delegate is refused if it is known to be
   * revoked, not if that can no longer be told.
   */
  Signer ofCheckedBefore() {
    return new Signer(delegates, Duration.ZERO, true);
  }

  void check(BasicOCSPResp answer, X509Certificate issuer, Instant now) throws Doubt {
    ResponderID id = answer.getResponderId().toASN1Primitive();
    if (names(id, issuer) && isSignedBy(answer, issuer)) {
      return;
    }
    List<X509Certificate> named =
        enclosed(answer).filter(certificate -> names(id, certificate)).toList();
    Optional<X509Certificate> delegate = Optional.empty();
    for (X509Certificate each : named) {
      if (isIssuedBy(each, issuer)) {
        delegate = Optional.of(each);
        break;
      }
    }
    if (delegate.isEmpty()) {
      throw new Doubt(names(id, issuer) ? "ocsp.signature" : "ocsp.no-signer");
    }
    checkDelegate(delegate.get(), issuer, now);
    if (!isSignedBy(answer, delegate.get())) {
      throw new Doubt("ocsp.signature");
    }
  }

  private void checkDelegate(X509Certificate delegate, X509Certificate issuer, Instant now)
      throws Doubt {
    if (!isForAnswers(delegate)) {
      throw new Doubt("ocsp.delegate-purpose");
    }
    try {
      delegate.checkValidity(Date.from(now));
    } catch (CertificateException _) {
      throw new Doubt("ocsp.delegate-expired");
    }
    if (delegate.getExtensionValue(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck.getId()) == null) {
      checkRevocation(delegate, issuer);
    }
  }

  private void checkRevocation(X509Certificate delegate, X509Certificate issuer) throws Doubt {
    switch (delegates.status(delegate, issuer, patience)) {
      case RevocationStatus.Good _ -> {}
      case RevocationStatus.Revoked _ -> throw new Doubt("ocsp.delegate-revoked");
      case RevocationStatus.Unknown(RevocationStatus.Cause.NoSource _)
          when life(delegate).compareTo(SHORT_LIFE) <= 0 -> {}
      case RevocationStatus.Unknown _ when checkedBefore -> {}
      case RevocationStatus.Unknown _ -> throw new Doubt("ocsp.delegate-unchecked");
    }
  }

  private static Duration life(X509Certificate certificate) {
    return Duration.between(
        certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
  }

  /** RFC 6960 §4.2.2.2, and RFC 5280 §4.2.1.12 for the usages that go with it. */
  private static boolean isForAnswers(X509Certificate delegate) throws Doubt {
    try {
      List<String> purposes = delegate.getExtendedKeyUsage();
      boolean[] usage = delegate.getKeyUsage();
      return purposes != null
          && purposes.contains(KeyPurposeId.id_kp_OCSPSigning.getId())
          && (usage == null || usage[DIGITAL_SIGNATURE] || usage[NON_REPUDIATION])
          && !delegate.hasUnsupportedCriticalExtension();
    } catch (CertificateParsingException _) {
      throw new Doubt("ocsp.unreadable");
    }
  }

  private static boolean isIssuedBy(X509Certificate delegate, X509Certificate issuer) throws Doubt {
    if (!delegate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
      return false;
    }
    try {
      delegate.verify(issuer.getPublicKey());
    } catch (GeneralSecurityException _) {
      return false;
    }
    X509CertificateHolder holder = holder(delegate);
    refuseBroken(holder.getSignatureAlgorithm(), issuer.getPublicKey());
    return true;
  }

  private static boolean isSignedBy(BasicOCSPResp answer, X509Certificate signer) throws Doubt {
    PublicKey key = signer.getPublicKey();
    try {
      boolean holds =
          answer.isSignatureValid(
              Verifiers.BUILDER.build(SubjectPublicKeyInfo.getInstance(key.getEncoded())));
      if (holds) {
        refuseBroken(answer.getSignatureAlgorithmID(), key);
      }
      return holds;
    } catch (OCSPException | OperatorCreationException _) {
      return false;
    }
  }

  private static void refuseBroken(AlgorithmIdentifier algorithm, PublicKey key) throws Doubt {
    Optional<String> broken = Algorithms.broken(algorithm, key);
    if (broken.isPresent()) {
      throw new Doubt("ocsp.broken-algorithm", broken.get());
    }
  }

  /** By name or by the SHA-1 of the key (RFC 6960 §4.2.1). */
  private static boolean names(ResponderID id, X509Certificate certificate) {
    byte[] hash = id.getKeyHash();
    if (hash == null) {
      return id.getName()
          .equals(X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()));
    }
    byte[] key =
        SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded())
            .getPublicKeyData()
            .getBytes();
    return Arrays.equals(hash, Query.digest("SHA-1", key));
  }

  private static Stream<X509Certificate> enclosed(BasicOCSPResp answer) {
    return Arrays.stream(answer.getCerts())
        .limit(MAX_CERTIFICATES)
        .flatMap(each -> certificate(each).stream());
  }

  private static Optional<X509Certificate> certificate(X509CertificateHolder holder) {
    try {
      return Optional.of(CertificateFile.parse(holder.getEncoded()));
    } catch (IOException | CertificateException _) {
      return Optional.empty();
    }
  }

  private static X509CertificateHolder holder(X509Certificate certificate) throws Doubt {
    try {
      return new X509CertificateHolder(certificate.getEncoded());
    } catch (IOException | CertificateException _) {
      throw new Doubt("ocsp.unreadable");
    }
  }
}
