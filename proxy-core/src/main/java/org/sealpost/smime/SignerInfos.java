package org.sealpost.smime;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.sealpost.failure.Words;
import org.sealpost.mime.Content;
import org.sealpost.smime.SignatureCheck.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The signerInfos of one SignedData, checked by RFC 5652 §5.6. Immutable. */
final class SignerInfos {
  private static final Logger LOG = LoggerFactory.getLogger(SignerInfos.class);
  private static final Words WORDS = Words.beside(SignerInfos.class);

  private static final int SMALLEST_RSA = 1024;
  private static final int SMALLEST_GOOD_RSA = 2048;
  private static final int LARGEST_RSA = 16384;

  /** Signed attributes are smaller than this. */
  private static final int LARGEST_ATTRIBUTES = 256 * 1024;

  private final ASN1ObjectIdentifier contentType;
  private final EnclosedCertificates certificates;
  private final List<Optional<SignerInfo>> signers;

  SignerInfos(
      ASN1ObjectIdentifier contentType,
      EnclosedCertificates certificates,
      List<byte[]> encodedSigners) {
    this.contentType = contentType;
    this.certificates = certificates;
    this.signers = encodedSigners.stream().map(SignerInfos::parse).toList();
  }

  private static Optional<SignerInfo> parse(byte[] encoded) {
    try {
      return Optional.of(SignerInfo.getInstance(BerReader.parse(encoded)));
    } catch (DamagedCms | RuntimeException e) {
      LOG.debug("a damaged signerInfo: {}", e.toString());
      return Optional.empty();
    }
  }

  /** One finding that stands for a signature of which nothing can be read. */
  static SignatureCheck unreadable(String wordsKey, EnclosedCertificates certificates) {
    return new SignatureCheck(
        Optional.empty(),
        new Outcome.Broken(WORDS.phrase(wordsKey)),
        Optional.empty(),
        "",
        false,
        "",
        Optional.empty(),
        certificates.all());
  }

  boolean isEmpty() {
    return signers.isEmpty();
  }

  /** Whether one of them can be read. */
  boolean hasReadable() {
    return signers.stream().anyMatch(Optional::isPresent);
  }

  /** The digests that have to be taken over the content. */
  Set<String> digestNames() {
    Set<String> names = new HashSet<>();
    for (Optional<SignerInfo> signer : signers) {
      try {
        if (signer.isPresent()) {
          names.add(Digests.name(signer.get().getDigestAlgorithm().getAlgorithm()));
        }
      } catch (Refused e) {
        LOG.debug("no digest is taken for a signer: {}", e.toString());
      }
    }
    return names;
  }

  /** Checks each of them against a content whose digests were taken. */
  List<SignatureCheck> check(Content content, Map<String, byte[]> digests) throws IOException {
    List<SignatureCheck> checks = new ArrayList<>();
    for (Optional<SignerInfo> signer : signers) {
      checks.add(
          signer.isPresent()
              ? check(signer.get(), content, digests)
              : unreadable("broken.damaged", certificates));
    }
    return checks;
  }

  private SignatureCheck check(SignerInfo info, Content content, Map<String, byte[]> digests)
      throws IOException {
    String digestName = Digests.label(info.getDigestAlgorithm().getAlgorithm());
    List<X509Certificate> named = List.of();
    Optional<SignerAttributes> attributes = Optional.empty();
    Finding finding;
    try {
      named = certificates.named(info.getSID());
      ASN1Set signedAttributes = info.getAuthenticatedAttributes();
      if (signedAttributes != null) {
        attributes = Optional.of(new SignerAttributes(signedAttributes));
      }
      finding = find(info, named, attributes, content, digests);
    } catch (Refused e) {
      finding = new Finding(new Outcome.Undecidable(e.words()), first(named), false);
    } catch (DamagedCms | RuntimeException e) {
      LOG.debug("a damaged signerInfo: {}", e.toString());
      finding = broken("broken.damaged", first(named));
    }
    Optional<SignerAttributes> read = attributes;
    boolean holds = finding.outcome instanceof Outcome.Holds;
    Optional<X509Certificate> encryption =
        holds
            ? finding.signer.flatMap(signer -> certificates.forEncryption(signer, read))
            : Optional.empty();
    Capabilities capabilities =
        attributes
            .filter(_ -> holds)
            .map(SignerAttributes::capabilities)
            .orElseGet(Capabilities::none);
    return new SignatureCheck(
        finding.signer,
        finding.outcome,
        attributes.flatMap(SignerAttributes::signingTime),
        digestName,
        finding.weak,
        id(info),
        capabilities,
        encryption,
        encryption.isPresent() && attributes.flatMap(certificates::stated).isPresent(),
        certificates.all());
  }

  private static String id(SignerInfo info) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(info.getEncoded("DER"));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  private record Finding(Outcome outcome, Optional<X509Certificate> signer, boolean weak) {}

  private static Finding broken(String wordsKey, Optional<X509Certificate> signer) {
    return new Finding(new Outcome.Broken(WORDS.phrase(wordsKey)), signer, false);
  }

  private static Optional<X509Certificate> first(List<X509Certificate> named) {
    return named.stream().findFirst();
  }

  private Finding find(
      SignerInfo info,
      List<X509Certificate> named,
      Optional<SignerAttributes> attributes,
      Content content,
      Map<String, byte[]> digests)
      throws Refused, IOException {
    ASN1ObjectIdentifier digestOid = info.getDigestAlgorithm().getAlgorithm();
    byte[] digest = digests.get(Digests.name(digestOid));
    if (!contentType.equals(CMSObjectIdentifiers.data)) {
      // A time stamp or a receipt is signed too, and says nothing about a mail.
      return broken("broken.content-type", first(named));
    }
    if (attributes.isPresent()) {
      if (!attributes.get().contentType().filter(contentType::equals).isPresent()
          || attributes.get().messageDigest().isEmpty()) {
        return broken("broken.attributes", first(named));
      }
      if (!Arrays.equals(attributes.get().messageDigest().get(), digest)) {
        return broken("broken.altered", first(named));
      }
    } else if (isAttributes(content)) {
      return broken("broken.attributes", first(named));
    }
    if (named.isEmpty()) {
      throw new Refused(WORDS.phrase("undecidable.no-certificate"));
    }
    SignatureScheme scheme = SignatureSchemes.of(info.getDigestEncryptionAlgorithm(), digestOid);
    if (attributes.isEmpty() && !scheme.digestName().equals(Digests.name(digestOid))) {
      return broken("broken.attributes", first(named));
    }
    boolean sha1 =
        scheme.digestName().equals(Digests.SHA1) || Digests.name(digestOid).equals(Digests.SHA1);
    return match(info, named, attributes, digest, scheme, sha1);
  }

  private static boolean isAttributes(Content content) throws IOException {
    if (content.size() > LARGEST_ATTRIBUTES) {
      return false;
    }
    try (InputStream in = content.open()) {
      return SignerAttributes.looksLike(in.readAllBytes());
    }
  }

  /** Several certificates may bear one name; the signature tells whose it is. */
  private static Finding match(
      SignerInfo info,
      List<X509Certificate> named,
      Optional<SignerAttributes> attributes,
      byte[] digest,
      SignatureScheme scheme,
      boolean sha1)
      throws Refused {
    byte[] signature = info.getEncryptedDigest().getOctets();
    Optional<Refused> refused = Optional.empty();
    for (X509Certificate certificate : named) {
      try {
        if (holds(certificate.getPublicKey(), scheme, signature, attributes, digest)) {
          return new Finding(
              new Outcome.Holds(),
              Optional.of(certificate),
              sha1 || isSmall(certificate.getPublicKey()));
        }
      } catch (Refused e) {
        refused = Optional.of(e);
      } catch (GeneralSecurityException e) {
        LOG.debug("a signature that does not hold: {}", e.toString());
      }
    }
    if (refused.isPresent() && named.size() == 1) {
      throw refused.get();
    }
    return broken("broken.other-key", first(named));
  }

  private static boolean holds(
      PublicKey key,
      SignatureScheme scheme,
      byte[] signature,
      Optional<SignerAttributes> attributes,
      byte[] digest)
      throws Refused, GeneralSecurityException {
    if (!scheme.takes(key)) {
      return false;
    }
    if (key instanceof RSAPublicKey rsa) {
      int bits = rsa.getModulus().bitLength();
      if (bits < SMALLEST_RSA || bits > LARGEST_RSA) {
        throw new Refused(WORDS.phrase("refused.rsa-size", Integer.toString(bits)));
      }
    }
    return attributes.isPresent()
        ? scheme.holds(key, signature, attributes.get().der())
        : scheme.holdsOverDigest(key, signature, digest);
  }

  private static boolean isSmall(PublicKey key) {
    return key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < SMALLEST_GOOD_RSA;
  }
}
