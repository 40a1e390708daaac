package org.sealpost.directory;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sealpost.book.Lookup;
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
     * @param reason what is wrong with the newest, in a sentence
     */
    record Unusable(Lookup.Why why, String reason) implements Choice {}

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
    Optional<Choice> newest = Optional.empty();
    for (X509Certificate certificate : of(certificates)) {
      Choice choice = judge(certificate, authorities, address, now);
      if (choice instanceof Choice.Usable) {
        return choice;
      }
      newest = newest.or(() -> Optional.of(choice));
    }
    return newest.orElseGet(Choice.None::new);
  }

  private Choice judge(
      X509Certificate certificate, List<X509Certificate> authorities, String address, Instant now) {
    if (!trust.addresses(certificate).contains(address)) {
      // Who fills a directory does not thereby vouch for keys.
      return new Choice.Unusable(Lookup.Why.UNKNOWN, WORDS.text("other-address"));
    }
    return switch (trust.encryptionUse(certificate, authorities, address, now)) {
      case EncryptionUse.Usable _ -> new Choice.Usable(certificate);
      case EncryptionUse.Unusable(PathProblem problem) ->
          new Choice.Unusable(why(problem), VerdictWords.problem(problem).english());
    };
  }

  /**
   * One that leads to no anchor never could be used: a directory full of such is as good as none,
   * where in the book it means that the user took the anchor away.
   */
  private static Lookup.Why why(PathProblem problem) {
    return switch (problem) {
      case PathProblem.Expired _ -> Lookup.Why.EXPIRED;
      case PathProblem.Revoked _ -> Lookup.Why.REVOKED;
      case PathProblem.RevocationUnknown _ -> Lookup.Why.REVOCATION_UNKNOWN;
      case PathProblem.Denied _ -> Lookup.Why.DENIED;
      default -> Lookup.Why.UNKNOWN;
    };
  }
}
