package org.sealpost.directory;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.sealpost.book.Lookup;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.EncryptionUse;
import org.sealpost.trust.PathProblem;
import org.sealpost.trust.VerdictWords;

/** Judges what a directory gave for an address. Thread-safe. */
public final class Candidates {
  private static final Words WORDS = Words.beside(Candidates.class);

  private final CertificateTrust trust;

  Candidates(CertificateTrust trust) {
    this.trust = trust;
  }

  /** What is left of an answer. */
  public sealed interface Choice {
    /** Encrypt to this, the newest that is usable. */
    record Usable(X509Certificate certificate) implements Choice {}

    /**
     * There are some, and none may be used.
     *
     * @param reason in a sentence, what is wrong with the newest of those that could be used once,
     *     or else with the newest
     */
    record Unusable(Lookup.Why why, Phrase reason) implements Choice {}

    /** There is none. */
    record None() implements Choice {}
  }

  /** Those that are not of CAs, the newest first. */
  static List<X509Certificate> of(List<X509Certificate> certificates) {
    return certificates.stream()
        .filter(certificate -> certificate.getBasicConstraints() < 0)
        .sorted(Comparator.comparing(X509Certificate::getNotBefore).reversed())
        .toList();
  }

  Choice choose(List<X509Certificate> certificates, String address, Instant now) {
    List<X509Certificate> authorities =
        certificates.stream().filter(it -> it.getBasicConstraints() >= 0).toList();
    List<Choice.Unusable> unusable = new ArrayList<>();
    for (X509Certificate certificate : of(certificates)) {
      switch (judge(certificate, authorities, address, now)) {
        case Choice.Unusable problem -> unusable.add(problem);
        case Choice choice -> {
          return choice;
        }
      }
    }
    // What a stranger may have put beside it must not hide that one could be used once.
    return unusable.stream()
        .filter(it -> it.why().isLapsed())
        .findFirst()
        .or(() -> unusable.stream().findFirst())
        .<Choice>map(it -> it)
        .orElseGet(Choice.None::new);
  }

  private Choice judge(
      X509Certificate certificate, List<X509Certificate> authorities, String address, Instant now) {
    if (!trust.addresses(certificate).contains(address)) {
      // Who fills a directory does not thereby vouch for keys.
      return new Choice.Unusable(Lookup.Why.UNKNOWN, WORDS.phrase("other-address"));
    }
    return switch (trust.encryptionUse(certificate, authorities, address, now)) {
      case EncryptionUse.Usable _ -> new Choice.Usable(certificate);
      case EncryptionUse.Unusable(PathProblem problem) ->
          new Choice.Unusable(why(problem), VerdictWords.problem(problem));
    };
  }

  /**
   * One that leads to no anchor is {@link Lookup.Why#NEVER_TRUSTED}, where in the book it means
   * that the user took the anchor away: anyone may fill a directory with such.
   */
  private static Lookup.Why why(PathProblem problem) {
    return switch (problem) {
      case PathProblem.Expired _ -> Lookup.Why.EXPIRED;
      case PathProblem.Revoked _ -> Lookup.Why.REVOKED;
      case PathProblem.RevocationUnknown _ -> Lookup.Why.REVOCATION_UNKNOWN;
      case PathProblem.Denied _ -> Lookup.Why.DENIED;
      case PathProblem.NotYetValid _ -> Lookup.Why.NOT_YET_VALID;
      case PathProblem.WeakKey _, PathProblem.BrokenAlgorithm _ -> Lookup.Why.WEAK;
      case PathProblem.WrongUsage _, PathProblem.NotForMail _ -> Lookup.Why.NOT_FOR_ENCRYPTION;
      case PathProblem.NoAnchors _,
          PathProblem.UnknownIssuer _,
          PathProblem.UnknownRoot _,
          PathProblem.NotIssued _,
          PathProblem.TooManyCertificates _,
          PathProblem.NotAnAuthority _,
          PathProblem.PathTooLong _,
          PathProblem.NameNotAllowed _,
          PathProblem.UnknownCriticalExtension _,
          PathProblem.Malformed _,
          PathProblem.OutsideScope _ ->
          Lookup.Why.NEVER_TRUSTED;
    };
  }
}
