package org.sealpost.trust;

import java.security.cert.X509Certificate;
import org.sealpost.trust.revocation.RevocationStatus;

/** Why a certificate is not trusted: the step that failed. */
public sealed interface PathProblem extends Objection {
  /** The certificate at which the step failed. */
  X509Certificate certificate();

  /** No anchor is configured at all. */
  record NoAnchors(X509Certificate certificate) implements PathProblem {}

  /** The issuer's certificate is neither configured nor enclosed. */
  record UnknownIssuer(X509Certificate certificate) implements PathProblem {}

  /** The path ends in this self-signed certificate, which is not configured. */
  record UnknownRoot(X509Certificate certificate) implements PathProblem {}

  /** Certificates with the issuer's name are there, but none of their keys signed this one. */
  record NotIssued(X509Certificate certificate) implements PathProblem {}

  /** More certificates than an honest path needs; the search was given up. */
  record TooManyCertificates(X509Certificate certificate) implements PathProblem {}

  record Expired(X509Certificate certificate) implements PathProblem {}

  record NotYetValid(X509Certificate certificate) implements PathProblem {}

  /** Key usage, extended key usage or the kind of key forbid it. */
  record WrongUsage(X509Certificate certificate, CertificateUsage wanted) implements PathProblem {}

  /** A CA certificate whose extended key usage leaves mail out. */
  record NotForMail(X509Certificate certificate) implements PathProblem {}

  /** Basic constraints or key usage do not let it issue certificates. */
  record NotAnAuthority(X509Certificate certificate) implements PathProblem {}

  /** More CA certificates below a CA than its path length allows. */
  record PathTooLong(X509Certificate certificate) implements PathProblem {}

  /** Outside the name constraints of a CA above. */
  record NameNotAllowed(X509Certificate certificate) implements PathProblem {}

  /** A critical extension that is not understood. */
  record UnknownCriticalExtension(X509Certificate certificate) implements PathProblem {}

  /** Signed with an algorithm, or having a key, that anyone can break. */
  record BrokenAlgorithm(X509Certificate certificate, String algorithm) implements PathProblem {}

  /** A key too short for new mail. */
  record WeakKey(X509Certificate certificate, String key) implements PathProblem {}

  /** Damaged, or at odds with RFC 5280 in another way. */
  record Malformed(X509Certificate certificate, String detail) implements PathProblem {}

  /** The only anchors that it leads to do not count for the address in question. */
  record OutsideScope(X509Certificate certificate, X509Certificate anchor) implements PathProblem {}

  /** Revoked, or on hold. */
  record Revoked(X509Certificate certificate, RevocationStatus.Revoked revocation)
      implements PathProblem {}

  /** Whether it was revoked cannot be learnt, and the setting is to insist on it. */
  record RevocationUnknown(X509Certificate certificate, RevocationStatus.Cause cause)
      implements PathProblem {}

  /** The user has said never to trust it. */
  record Denied(X509Certificate certificate, Decision decision) implements PathProblem {}
}
