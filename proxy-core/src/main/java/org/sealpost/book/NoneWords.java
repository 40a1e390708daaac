package org.sealpost.book;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.sealpost.failure.Words;
import org.sealpost.trust.PathProblem;
import org.sealpost.trust.revocation.RevocationReason;
import org.sealpost.trust.revocation.RevocationStatus;

/**
 * Why there is no certificate to encrypt to, in words. In a CA's name there may be letters that an
 * ASCII reply cannot carry, so no name is told.
 */
final class NoneWords {
  private static final Words WORDS = Words.beside(NoneWords.class);

  private NoneWords() {}

  static Lookup notAnAddress() {
    return none(Lookup.Why.NOT_AN_ADDRESS, "none.not-an-address");
  }

  static Lookup unknown() {
    return none(Lookup.Why.UNKNOWN, "none.unknown");
  }

  /** What is wrong with the best of those that are there. */
  static Lookup of(PathProblem problem) {
    X509Certificate certificate = problem.certificate();
    return switch (problem) {
      case PathProblem.Expired _ ->
          none(Lookup.Why.EXPIRED, "none.expired", day(certificate.getNotAfter().toInstant()));
      case PathProblem.NotYetValid _ ->
          none(
              Lookup.Why.NOT_YET_VALID,
              "none.not-yet-valid",
              day(certificate.getNotBefore().toInstant()));
      case PathProblem.WeakKey(_, String key) -> none(Lookup.Why.WEAK, "none.weak", key);
      case PathProblem.BrokenAlgorithm(_, String algorithm) ->
          none(Lookup.Why.WEAK, "none.weak", algorithm);
      case PathProblem.WrongUsage _ ->
          none(Lookup.Why.NOT_FOR_ENCRYPTION, "none.not-for-encryption");
      case PathProblem.Revoked(_, RevocationStatus.Revoked revocation) ->
          revocation.reason() == RevocationReason.CERTIFICATE_HOLD
              ? none(Lookup.Why.REVOKED, "none.on-hold", day(revocation.since()))
              : none(Lookup.Why.REVOKED, "none.revoked", day(revocation.since()));
      case PathProblem.RevocationUnknown _ ->
          none(Lookup.Why.REVOCATION_UNKNOWN, "none.revocation-unknown");
      case PathProblem.Denied _ -> none(Lookup.Why.DENIED, "none.denied");
      default -> none(Lookup.Why.NOT_TRUSTED, "none.not-trusted");
    };
  }

  private static Lookup none(Lookup.Why why, String key, Object... arguments) {
    return new Lookup.None(why, WORDS.phrase(key, arguments));
  }

  private static LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }
}
