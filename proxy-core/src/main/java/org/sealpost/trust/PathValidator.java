package org.sealpost.trust;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.Provider;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Checks one path at one time: RFC 5280 §6.1 by the runtime's PKIX validator, and around it what
 * that leaves out: the anchor's own validity and constraints (RFC 5937), usage for mail (RFC 8550
 * §4.4), broken algorithms. Revocation is not checked. Stateless.
 */
final class PathValidator {
  private static final int KEY_CERT_SIGN = 5;

  private PathValidator() {}

  /** What is wrong with the path, or empty if it holds. */
  static Optional<PathProblem> check(CertificatePath path, CertificateUsage usage, Instant at) {
    return Algorithms.broken(path)
        .or(() -> checkAnchor(path, at))
        .or(() -> checkPath(path, at))
        .or(() -> NameConstraintCheck.outside(path).map(PathProblem.NameNotAllowed::new))
        .or(() -> checkUsage(path, usage));
  }

  private static Optional<PathProblem> checkAnchor(CertificatePath path, Instant at) {
    X509Certificate anchor = path.anchor();
    if (at.isAfter(anchor.getNotAfter().toInstant())) {
      return Optional.of(new PathProblem.Expired(anchor));
    }
    if (at.isBefore(anchor.getNotBefore().toInstant())) {
      return Optional.of(new PathProblem.NotYetValid(anchor));
    }
    if (path.certificates().isEmpty()) {
      return Optional.empty();
    }
    if (!isAuthority(anchor)) {
      return Optional.of(new PathProblem.NotAnAuthority(anchor));
    }
    long below = path.intermediates().stream().filter(c -> !PathSearch.isSelfIssued(c)).count();
    boolean tooLong = hasConstraints(anchor) && below > anchor.getBasicConstraints();
    return tooLong ? Optional.of(new PathProblem.PathTooLong(anchor)) : Optional.empty();
  }

  /**
   * An old root may have no basic constraints; being configured it is an authority all the same if
   * it is of version 1, which knows none, or its key usage says so.
   */
  static boolean isAuthority(X509Certificate anchor) {
    boolean[] usage = anchor.getKeyUsage();
    boolean forbidden = usage != null && !usage[KEY_CERT_SIGN];
    if (hasConstraints(anchor)) {
      return anchor.getBasicConstraints() >= 0 && !forbidden;
    }
    return anchor.getVersion() < 3
        ? PathSearch.isSelfIssued(anchor)
        : usage != null && usage[KEY_CERT_SIGN];
  }

  private static boolean hasConstraints(X509Certificate certificate) {
    return certificate.getExtensionValue(Extension.basicConstraints.getId()) != null;
  }

  private static Optional<PathProblem> checkUsage(CertificatePath path, CertificateUsage usage) {
    for (X509Certificate authority : path.intermediates()) {
      if (!CertificateUsage.servesMail(authority)) {
        return Optional.of(new PathProblem.NotForMail(authority));
      }
    }
    return usage.allowedBy(path.end())
        ? Optional.empty()
        : Optional.of(new PathProblem.WrongUsage(path.end(), usage));
  }

  private static Optional<PathProblem> checkPath(CertificatePath path, Instant at) {
    if (path.certificates().isEmpty()) {
      return Optional.empty();
    }
    try {
      validate(path, at);
      return Optional.empty();
    } catch (CertPathValidatorException e) {
      return Optional.of(problem(path, e));
    } catch (GeneralSecurityException | RuntimeException e) {
      // The certificates come from outside; what is odd enough to upset the validator is refused.
      return Optional.of(new PathProblem.Malformed(path.end(), String.valueOf(e.getMessage())));
    }
  }

  private static void validate(CertificatePath path, Instant at) throws GeneralSecurityException {
    CertPath certPath =
        CertificateFactory.getInstance("X.509").generateCertPath(path.certificates());
    PKIXParameters parameters = parameters(path.anchor(), at);
    try {
      CertPathValidator.getInstance("PKIX").validate(certPath, parameters);
    } catch (CertPathValidatorException e) {
      if (e.getReason() != BasicReason.ALGORITHM_CONSTRAINED) {
        throw e;
      }
      // What is broken was refused by Algorithms before; so this runtime's
      // jdk.certpath.disabledAlgorithms is stricter than that. It is made for TLS, and must not
      // decide which old mails can be verified: Bouncy Castle's validator does the same checks
      // without it.
      CertPathValidator.getInstance("PKIX", WithoutRuntimeSettings.PROVIDER)
          .validate(certPath, parameters);
    }
  }

  private static PKIXParameters parameters(X509Certificate anchor, Instant at)
      throws InvalidAlgorithmParameterException {
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(at));
    return parameters;
  }

  private static PathProblem problem(CertificatePath path, CertPathValidatorException e) {
    List<X509Certificate> certificates = path.certificates();
    X509Certificate at =
        e.getIndex() >= 0 && e.getIndex() < certificates.size()
            ? certificates.get(e.getIndex())
            : path.end();
    return switch (e.getReason()) {
      case BasicReason.EXPIRED -> new PathProblem.Expired(at);
      case BasicReason.NOT_YET_VALID -> new PathProblem.NotYetValid(at);
      case BasicReason.INVALID_SIGNATURE -> new PathProblem.NotIssued(at);
      case PKIXReason.NOT_CA_CERT -> new PathProblem.NotAnAuthority(at);
      case PKIXReason.INVALID_KEY_USAGE -> new PathProblem.NotAnAuthority(at);
      case PKIXReason.PATH_TOO_LONG -> new PathProblem.PathTooLong(at);
      case PKIXReason.INVALID_NAME -> new PathProblem.NameNotAllowed(at);
      case PKIXReason.UNRECOGNIZED_CRIT_EXT -> new PathProblem.UnknownCriticalExtension(at);
      default -> new PathProblem.Malformed(at, PlainText.of(String.valueOf(e.getMessage())));
    };
  }

  /** The certificate as the runtime's own type, which its validator wants. */
  static X509Certificate platform(X509Certificate certificate) throws CertificateException {
    return CertificateFile.parse(certificate.getEncoded());
  }

  /** Made only where it is needed, which is on few machines. */
  private static final class WithoutRuntimeSettings {
    static final Provider PROVIDER = new BouncyCastleProvider();
  }
}
