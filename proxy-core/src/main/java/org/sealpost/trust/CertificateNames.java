package org.sealpost.trust;

import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.sealpost.failure.Words;

/**
 * The names that a certificate carries. What is returned is free of control characters and bounded
 * in length, since whoever made the certificate chose it; it may be non-ASCII.
 */
public final class CertificateNames {
  private static final ASN1ObjectIdentifier SMTP_UTF8_MAILBOX =
      new ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.9");

  /** Most telling first. */
  private static final List<ASN1ObjectIdentifier> NAMING =
      List.of(BCStyle.CN, BCStyle.OU, BCStyle.O, BCStyle.EmailAddress, BCStyle.SERIALNUMBER);

  private static final Words WORDS = Words.beside(CertificateNames.class);

  private CertificateNames() {}

  /**
   * The mail addresses as {@link MailAddress#normalise} gives them, in the certificate's order: the
   * rfc822Name (RFC 5280 §4.2.1.6) and SmtpUTF8Mailbox (RFC 9598 §3) entries of the subject
   * alternative name; where it has none of them, the subject's emailAddress (RFC 8550 §3). An entry
   * that is no address is left out.
   */
  public static List<String> addresses(X509Certificate certificate) {
    Set<String> addresses = new LinkedHashSet<>();
    boolean named = false;
    for (GeneralName name : alternativeNames(certificate)) {
      Optional<String> mailbox = mailbox(name);
      named |= mailbox.isPresent();
      mailbox.flatMap(MailAddress::normalise).ifPresent(addresses::add);
    }
    if (!named) {
      for (String value : values(certificate.getSubjectX500Principal(), BCStyle.EmailAddress)) {
        MailAddress.normalise(value).ifPresent(addresses::add);
      }
    }
    return List.copyOf(addresses);
  }

  /** The subject for people: its common name, or the most telling part that it has. */
  public static String displayName(X509Certificate certificate) {
    return displayName(certificate.getSubjectX500Principal())
        .or(() -> addresses(certificate).stream().findFirst())
        .orElseGet(() -> WORDS.text("name.none", certificate.getSerialNumber().toString(16)));
  }

  /** The issuer for people, as {@link #displayName(X509Certificate)}. */
  public static String issuerName(X509Certificate certificate) {
    return displayName(certificate.getIssuerX500Principal())
        .orElseGet(() -> WORDS.text("name.no-issuer"));
  }

  private static Optional<String> displayName(X500Principal name) {
    for (ASN1ObjectIdentifier attribute : NAMING) {
      for (String value : values(name, attribute).reversed()) {
        String plain = PlainText.ofName(value);
        if (!plain.isEmpty()) {
          return Optional.of(plain);
        }
      }
    }
    return Optional.of(PlainText.ofName(name.getName())).filter(plain -> !plain.isEmpty());
  }

  private static List<String> values(X500Principal name, ASN1ObjectIdentifier attribute) {
    RDN[] rdns = X500Name.getInstance(name.getEncoded()).getRDNs(attribute);
    return List.of(rdns).stream()
        .flatMap(rdn -> List.of(rdn.getTypesAndValues()).stream())
        .filter(pair -> pair.getType().equals(attribute))
        .map(pair -> pair.getValue())
        .filter(ASN1String.class::isInstance)
        .map(value -> ((ASN1String) value).getString())
        .toList();
  }

  private static List<GeneralName> alternativeNames(X509Certificate certificate) {
    byte[] extension = certificate.getExtensionValue(Extension.subjectAlternativeName.getId());
    if (extension == null) {
      return List.of();
    }
    try {
      byte[] names = ASN1OctetString.getInstance(extension).getOctets();
      return List.of(GeneralNames.getInstance(names).getNames());
    } catch (IllegalArgumentException | IllegalStateException e) {
      // A damaged extension names nobody; the subject must not speak in its place.
      return List.of(new GeneralName(GeneralName.rfc822Name, ""));
    }
  }

  private static Optional<String> mailbox(GeneralName name) {
    if (name.getTagNo() == GeneralName.rfc822Name) {
      return Optional.of(text(name.getName()));
    }
    if (name.getTagNo() == GeneralName.otherName
        && name.getName() instanceof ASN1Sequence other
        && other.size() == 2
        && SMTP_UTF8_MAILBOX.equals(other.getObjectAt(0))
        && other.getObjectAt(1) instanceof ASN1TaggedObject value) {
      return Optional.of(text(value.getExplicitBaseObject()));
    }
    return Optional.empty();
  }

  private static String text(ASN1Encodable value) {
    return value instanceof ASN1String string ? string.getString() : "";
  }
}
