package org.sealpost.smime;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.RecipientKeyIdentifier;
import org.bouncycastle.asn1.cms.SignerIdentifier;
import org.bouncycastle.asn1.smime.SMIMEAttributes;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificates in a SignedData. Immutable. */
final class EnclosedCertificates {
  private static final Logger LOG = LoggerFactory.getLogger(EnclosedCertificates.class);

  /** Outlook's form of SMIMEEncryptionKeyPreference. */
  static final ASN1ObjectIdentifier MICROSOFT_KEY_PREFERENCE =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.311.16.4");

  private static final int KEY_ENCIPHERMENT = 2;
  private static final int DATA_ENCIPHERMENT = 3;
  private static final int KEY_AGREEMENT = 4;

  private final List<X509Certificate> certificates;

  private EnclosedCertificates(List<X509Certificate> certificates) {
    this.certificates = certificates;
  }

  /** Those that can be read; a bad one does not spoil the others. */
  static EnclosedCertificates parse(List<byte[]> encoded) {
    Set<X509Certificate> readable = new LinkedHashSet<>();
    for (byte[] each : encoded) {
      try {
        readable.add(
            (X509Certificate)
                CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(each)));
      } catch (CertificateException | RuntimeException e) {
        LOG.debug("an enclosed certificate cannot be read: {}", e.toString());
      }
    }
    return new EnclosedCertificates(List.copyOf(readable));
  }

  List<X509Certificate> all() {
    return certificates;
  }

  /** Those that a signerInfo's identifier names; more than one where a name was given out twice. */
  List<X509Certificate> named(SignerIdentifier identifier) {
    if (identifier.isTagged()) {
      return named(ASN1OctetString.getInstance(identifier.getId()).getOctets());
    }
    return named(IssuerAndSerialNumber.getInstance(identifier.getId()));
  }

  private List<X509Certificate> named(IssuerAndSerialNumber name) {
    return certificates.stream()
        .filter(each -> each.getSerialNumber().equals(name.getSerialNumber().getValue()))
        .filter(
            each ->
                X500Name.getInstance(each.getIssuerX500Principal().getEncoded())
                    .equals(name.getName()))
        .toList();
  }

  private List<X509Certificate> named(byte[] subjectKeyIdentifier) {
    ASN1OctetString wanted = new org.bouncycastle.asn1.DEROctetString(subjectKeyIdentifier);
    return certificates.stream()
        .filter(each -> subjectKeyIdentifier(each).filter(wanted::equals).isPresent())
        .toList();
  }

  private static Optional<ASN1OctetString> subjectKeyIdentifier(X509Certificate certificate) {
    byte[] extension = certificate.getExtensionValue(Extension.subjectKeyIdentifier.getId());
    try {
      return extension == null
          ? Optional.empty()
          : Optional.of(
              ASN1OctetString.getInstance(ASN1OctetString.getInstance(extension).getOctets()));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /**
   * The certificate that a signer prefers to be written to with (RFC 8551 §2.5.3): the one that the
   * attributes name, the only other one of the same subject that encrypts, or the signer's own if
   * it encrypts.
   */
  Optional<X509Certificate> forEncryption(
      X509Certificate signer, Optional<SignerAttributes> attributes) {
    Optional<X509Certificate> preferred = attributes.flatMap(this::stated);
    if (preferred.isPresent()) {
      return preferred.filter(EnclosedCertificates::encrypts);
    }
    List<X509Certificate> others =
        certificates.stream()
            .filter(each -> !each.equals(signer) && encrypts(each))
            .filter(each -> each.getSubjectX500Principal().equals(signer.getSubjectX500Principal()))
            .toList();
    if (others.size() == 1) {
      return Optional.of(others.getFirst());
    }
    return encrypts(signer) ? Optional.of(signer) : Optional.empty();
  }

  /** The one of these that the attributes name, whether it encrypts or not. */
  Optional<X509Certificate> stated(SignerAttributes attributes) {
    try {
      return attributes
          .value(SMIMEAttributes.encrypKeyPref)
          .map(this::preferred)
          .or(
              () ->
                  attributes
                      .value(MICROSOFT_KEY_PREFERENCE)
                      .map(value -> named(IssuerAndSerialNumber.getInstance(value))))
          .flatMap(found -> found.stream().findFirst());
    } catch (RuntimeException e) {
      LOG.debug("a malformed encryption key preference: {}", e.toString());
      return Optional.empty();
    }
  }

  private List<X509Certificate> preferred(ASN1Encodable value) {
    ASN1TaggedObject choice = ASN1TaggedObject.getInstance(value);
    return switch (choice.getTagNo()) {
      case 0 -> named(IssuerAndSerialNumber.getInstance(choice.getBaseUniversal(false, 0x10)));
      case 1 ->
          named(
              RecipientKeyIdentifier.getInstance(choice, false)
                  .getSubjectKeyIdentifier()
                  .getOctets());
      case 2 -> named(ASN1OctetString.getInstance(choice, false).getOctets());
      default -> new ArrayList<>();
    };
  }

  private static boolean encrypts(X509Certificate certificate) {
    if (certificate.getBasicConstraints() >= 0) {
      return false;
    }
    boolean[] usage = certificate.getKeyUsage();
    return usage == null
        || usage[KEY_ENCIPHERMENT]
        || usage[DATA_ENCIPHERMENT]
        || usage[KEY_AGREEMENT];
  }
}
