package org.sealpost.book;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.sealpost.trust.CertificateTrust;

/**
 * Tells the renewal of a certificate from a stranger's. It is one only where a CA vouches that both
 * have one holder: the key of the same CA, which is at hand, made both (a CA's name alone is any
 * CA's to take), both name the same subject, which is unique within a CA (RFC 5280 §4.1.2.6), and
 * the subject is a person. Where a CA checks no more than who reads a mailbox, whoever reads it for
 * a minute gets a certificate with the same subject.
 *
 * <p>Stateless.
 *
 * @param helpers certificates of CAs that are at hand
 */
record Renewals(CertificateTrust trust, List<X509Certificate> helpers) {
  private static final Set<ASN1ObjectIdentifier> OF_A_PERSON =
      Set.of(
          BCStyle.CN,
          BCStyle.NAME,
          BCStyle.SURNAME,
          BCStyle.GIVENNAME,
          BCStyle.PSEUDONYM,
          BCStyle.SERIALNUMBER);

  /** "Mailbox-validated" (CA/Browser Forum, S/MIME Baseline Requirements §7.1.6.1). */
  private static final ASN1ObjectIdentifier MAILBOX_VALIDATED =
      new ASN1ObjectIdentifier("2.23.140.1.5.1");

  Renewals {
    helpers = List.copyOf(helpers);
  }

  /** Whether one is a renewal of the other, whichever is the newer. */
  boolean are(X509Certificate one, X509Certificate other) {
    return Harvest.sameSubject(one, other)
        && namesAPerson(one)
        && Stream.of(one, other).noneMatch(Renewals::isMailboxValidated)
        && trust.haveOneIssuer(one, other, helpers);
  }

  /** Whether the subject holds more than a mail address. */
  private static boolean namesAPerson(X509Certificate certificate) {
    X500Name subject = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    return Stream.of(subject.getRDNs())
        .flatMap(rdn -> Stream.of(rdn.getTypesAndValues()))
        .filter(attribute -> OF_A_PERSON.contains(attribute.getType()))
        .anyMatch(Renewals::isNoAddress);
  }

  private static boolean isNoAddress(AttributeTypeAndValue attribute) {
    return attribute.getValue() instanceof ASN1String value
        && !value.getString().isBlank()
        && !value.getString().contains("@");
  }

  private static boolean isMailboxValidated(X509Certificate certificate) {
    byte[] extension = certificate.getExtensionValue(Extension.certificatePolicies.getId());
    if (extension == null) {
      return false;
    }
    try {
      CertificatePolicies policies =
          CertificatePolicies.getInstance(ASN1OctetString.getInstance(extension).getOctets());
      return Stream.of(policies.getPolicyInformation())
          .anyMatch(policy -> isUnder(policy.getPolicyIdentifier(), MAILBOX_VALIDATED));
    } catch (IllegalArgumentException | IllegalStateException e) {
      // What cannot be read may say so.
      return true;
    }
  }

  private static boolean isUnder(ASN1ObjectIdentifier policy, ASN1ObjectIdentifier arc) {
    return policy.equals(arc) || policy.on(arc);
  }
}
