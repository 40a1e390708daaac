package org.sealpost.trust;

import java.util.Optional;

/** Short names of what is held against a signature, which do not change. */
public final class ObjectionName {
  private ObjectionName() {}

  /** That of a verdict; empty where nothing is held against the certificate. */
  public static Optional<String> of(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Unchecked _ -> Optional.of("revocation-unknown");
      case Verdict.Untrusted(Objection objection, _) -> Optional.of(name(objection));
      case Verdict.TrustedByYou(_, Objection despite, _) -> Optional.of(name(despite));
      case Verdict.Valid _,
          Verdict.Invalid _,
          Verdict.NotTheSender _,
          Verdict.Unsigned(),
          Verdict.Unknown() ->
          Optional.empty();
    };
  }

  private static String name(Objection objection) {
    return switch (objection) {
      case Objection.NoCertificate() -> "no-certificate";
      case Objection.Untold _ -> "not-told";
      case PathProblem.NoAnchors _ -> "no-anchors";
      case PathProblem.UnknownIssuer _ -> "unknown-issuer";
      case PathProblem.UnknownRoot _ -> "unknown-root";
      case PathProblem.NotIssued _ -> "not-issued";
      case PathProblem.TooManyCertificates _ -> "too-many-certificates";
      case PathProblem.Expired _ -> "expired";
      case PathProblem.NotYetValid _ -> "not-yet-valid";
      case PathProblem.WrongUsage _ -> "wrong-usage";
      case PathProblem.NotForMail _ -> "not-for-mail";
      case PathProblem.NotAnAuthority _ -> "not-an-authority";
      case PathProblem.PathTooLong _ -> "path-too-long";
      case PathProblem.NameNotAllowed _ -> "name-not-allowed";
      case PathProblem.UnknownCriticalExtension _ -> "unknown-critical-extension";
      case PathProblem.BrokenAlgorithm _ -> "broken-algorithm";
      case PathProblem.WeakKey _ -> "weak-key";
      case PathProblem.Malformed _ -> "malformed";
      case PathProblem.OutsideScope _ -> "outside-scope";
      case PathProblem.Revoked _ -> "revoked";
      case PathProblem.RevocationUnknown _ -> "revocation-unknown";
      case PathProblem.Denied _ -> "denied";
    };
  }
}
