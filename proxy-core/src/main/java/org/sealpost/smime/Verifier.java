package org.sealpost.smime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.sealpost.failure.Words;
import org.sealpost.mime.Content;
import org.sealpost.mime.Entity;
import org.sealpost.mime.LineEnds;
import org.sealpost.mime.MimeException;
import org.sealpost.mime.Spool;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.smime.SignatureCheck.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the mathematics of signatures (RFC 8551 §3.5, RFC 5652 §5), streaming: that the content is
 * the one that was signed, by the key of an enclosed certificate. Whose certificate that is, and
 * whether to believe it, is not asked here. Thread-safe.
 */
public final class Verifier {
  private static final Logger LOG = LoggerFactory.getLogger(Verifier.class);
  private static final Words WORDS = Words.beside(Verifier.class);
  private static final EnclosedCertificates NONE = EnclosedCertificates.parse(List.of());

  private final SpoolFactory spools;

  public Verifier(SpoolFactory spools) {
    this.spools = spools;
  }

  /**
   * Takes an entity of kind {@link SmimeKind#MULTIPART_SIGNED}, {@link SmimeKind#SIGNED_DATA} or
   * {@link SmimeKind#CERTIFICATES} apart. The caller closes what comes back, and keeps the entity's
   * content open until then. At most 16 signers and 200 certificates are looked at.
   *
   * @throws MimeException if it is damaged so that its content cannot be had, or does not consist
   *     of a content and a signature alone
   */
  public Signed verify(Entity entity) throws IOException, MimeException {
    return entity.mediaType().equals("multipart/signed") ? detached(entity) : opaque(entity);
  }

  private Signed detached(Entity entity) throws IOException, MimeException {
    // RFC 1847 §2.1: exactly two. What else there is no signature covers, and is not to be lost.
    if (entity.parts().size() != 2) {
      throw new MimeException(WORDS.phrase("damaged.parts"));
    }
    Content content = entity.parts().getFirst().content();
    SignedDataReader.Trailer trailer;
    ASN1ObjectIdentifier contentType;
    try (InputStream in = CmsBody.open(entity.parts().get(1))) {
      SignedDataReader signedData = signedData(in);
      contentType = signedData.contentType();
      trailer = signedData.trailer();
    } catch (DamagedCms e) {
      LOG.debug("a damaged signature part: {}", e.toString());
      return new Signed(content, List.of(SignerInfos.unreadable("broken.damaged", NONE)));
    }
    EnclosedCertificates certificates = EnclosedCertificates.parse(trailer.certificates());
    SignerInfos signers = new SignerInfos(contentType, certificates, trailer.signers());
    if (signers.isEmpty()) {
      return new Signed(
          content,
          List.of(SignerInfos.unreadable("broken.no-signer", certificates)),
          certificates.all());
    }
    return check(content, signers, certificates);
  }

  private Signed check(Content content, SignerInfos signers, EnclosedCertificates certificates)
      throws IOException {
    Map<String, byte[]> digests = Digests.of(content, signers.digestNames());
    List<SignatureCheck> checks = signers.check(content, digests);
    if (!anyHolds(checks) && LineEnds.haveBareLineFeed(content)) {
      // RFC 8551 §3.1.1: what is signed has CRLF; a system on the way may have turned it into LF.
      Optional<Signed> canonical = checkCanonical(content, signers, certificates);
      if (canonical.isPresent()) {
        return canonical.get();
      }
    }
    return new Signed(content, checks, certificates.all());
  }

  private Optional<Signed> checkCanonical(
      Content content, SignerInfos signers, EnclosedCertificates certificates) throws IOException {
    Spool canonical = spools.create();
    boolean good = false;
    try {
      try (InputStream in = content.open();
          OutputStream out = canonical.out()) {
        LineEnds.completeLineFeeds(in, out);
      }
      Map<String, byte[]> digests = Digests.of(canonical, signers.digestNames());
      List<SignatureCheck> checks = signers.check(canonical, digests);
      good = anyHolds(checks);
      return good
          ? Optional.of(new Signed(canonical, checks, certificates.all()))
          : Optional.empty();
    } finally {
      if (!good) {
        canonical.close();
      }
    }
  }

  private static boolean anyHolds(List<SignatureCheck> checks) {
    return checks.stream().anyMatch(check -> check.outcome() instanceof Outcome.Holds);
  }

  private Signed opaque(Entity entity) throws IOException, MimeException {
    try (InputStream in = CmsBody.open(entity)) {
      SignedDataReader signedData = signedData(in);
      return signedData.hasContent() ? opaque(signedData) : certificatesOnly(signedData);
    } catch (DamagedCms e) {
      LOG.debug("a damaged SignedData: {}", e.toString());
      throw damaged();
    }
  }

  private Signed opaque(SignedDataReader signedData) throws IOException {
    Spool content = spools.create();
    boolean good = false;
    try {
      try (InputStream in = signedData.content();
          OutputStream out = content.out()) {
        in.transferTo(out);
      }
      Signed signed = check(content, signedData);
      good = true;
      return signed;
    } finally {
      if (!good) {
        content.close();
      }
    }
  }

  private static Signed check(Spool content, SignedDataReader signedData) throws IOException {
    SignedDataReader.Trailer trailer;
    try {
      trailer = signedData.trailer();
    } catch (DamagedCms e) {
      LOG.debug("a damaged end of a SignedData: {}", e.toString());
      return new Signed(content, List.of(SignerInfos.unreadable("broken.damaged", NONE)));
    }
    EnclosedCertificates certificates = EnclosedCertificates.parse(trailer.certificates());
    SignerInfos signers =
        new SignerInfos(signedData.contentType(), certificates, trailer.signers());
    Map<String, byte[]> digests = Digests.of(content, signers.digestNames());
    return new Signed(content, signers.check(content, digests), certificates.all());
  }

  private static Signed certificatesOnly(SignedDataReader signedData)
      throws IOException, MimeException {
    SignedDataReader.Trailer trailer = signedData.trailer();
    if (!trailer.signers().isEmpty()) {
      throw damaged();
    }
    return new Signed(
        Content.of(new byte[0]),
        List.of(),
        EnclosedCertificates.parse(trailer.certificates()).all());
  }

  /** The SignedData that {@code in} holds. */
  static SignedDataReader signedData(InputStream in) throws IOException {
    BerReader ber = new BerReader(in);
    ber.enter(BerReader.SEQUENCE);
    ASN1ObjectIdentifier type = ber.oid();
    if (!type.equals(CMSObjectIdentifiers.signedData)) {
      throw new DamagedCms("no SignedData but " + type);
    }
    return new SignedDataReader(ber);
  }

  private static MimeException damaged() {
    return new MimeException(WORDS.phrase("damaged.signed"));
  }
}
