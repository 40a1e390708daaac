package org.sealpost.trust;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;

/**
 * The name constraints (RFC 5280 §4.2.1.10) that the runtime's validator does not see: those of the
 * anchor itself (RFC 5937 §3.2), and for every CA those on the addresses that we compare with the
 * sender, SmtpUTF8Mailbox among them (RFC 9598 §6). Stateless.
 */
final class NameConstraintCheck {
  private NameConstraintCheck() {}

  /** The certificate whose names are outside, or empty. Damaged constraints allow nothing. */
  static Optional<X509Certificate> outside(CertificatePath path) {
    try {
      if (!anchorAllowsAll(path) || !authoritiesAllowAddresses(path)) {
        return Optional.of(path.end());
      }
      return Optional.empty();
    } catch (IllegalArgumentException | IllegalStateException | UnsupportedOperationException e) {
      // What cannot be read must not count as allowed. Bouncy Castle's validator throws the second
      // for a form of constraint that it does not know, its parsers throw the first; neither is in
      // a
      // contract, so that what says "not supported" is taken the same way.
      return Optional.of(path.end());
    }
  }

  private static boolean anchorAllowsAll(CertificatePath path) {
    Optional<PKIXNameConstraintValidator> constraints = constraints(path.anchor());
    if (constraints.isEmpty()) {
      return true;
    }
    return path.certificates().stream()
        .filter(c -> c.equals(path.end()) || !PathSearch.isSelfIssued(c))
        .allMatch(c -> allowsNames(constraints.get(), c));
  }

  private static boolean authoritiesAllowAddresses(CertificatePath path) {
    List<String> addresses = CertificateNames.addresses(path.end());
    for (X509Certificate authority : path.intermediates()) {
      Optional<PKIXNameConstraintValidator> constraints = constraints(authority);
      if (constraints.isPresent() && !allowsAddresses(constraints.get(), addresses)) {
        return false;
      }
    }
    return true;
  }

  private static boolean allowsNames(
      PKIXNameConstraintValidator constraints, X509Certificate certificate) {
    X500Name subject = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    try {
      if (subject.getRDNs().length > 0) {
        constraints.checkPermittedDN(subject);
        constraints.checkExcludedDN(subject);
      }
      byte[] extension = certificate.getExtensionValue(Extension.subjectAlternativeName.getId());
      if (extension != null) {
        byte[] names = ASN1OctetString.getInstance(extension).getOctets();
        for (GeneralName name : GeneralNames.getInstance(names).getNames()) {
          constraints.checkPermitted(name);
          constraints.checkExcluded(name);
        }
      }
      return allowsAddresses(constraints, CertificateNames.addresses(certificate));
    } catch (NameConstraintValidatorException e) {
      return false;
    }
  }

  private static boolean allowsAddresses(
      PKIXNameConstraintValidator constraints, List<String> addresses) {
    try {
      for (String address : addresses) {
        constraints.checkPermittedEmail(address);
        constraints.checkExcludedEmail(address);
      }
      return true;
    } catch (NameConstraintValidatorException e) {
      return false;
    }
  }

  private static Optional<PKIXNameConstraintValidator> constraints(X509Certificate authority) {
    byte[] extension = authority.getExtensionValue(Extension.nameConstraints.getId());
    if (extension == null) {
      return Optional.empty();
    }
    NameConstraints constraints =
        NameConstraints.getInstance(ASN1OctetString.getInstance(extension).getOctets());
    PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();
    if (constraints.getPermittedSubtrees() != null) {
      validator.intersectPermittedSubtree(constraints.getPermittedSubtrees());
    }
    if (constraints.getExcludedSubtrees() != null) {
      for (GeneralSubtree excluded : constraints.getExcludedSubtrees()) {
        validator.addExcludedSubtree(excluded);
      }
    }
    return Optional.of(validator);
  }
}
