package org.sealpost.trust;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sealpost.trust.revocation.RevocationStatus;

/** What is known of the revocation of a path's certificates. */
record RevocationLook(CertificatePath path, List<RevocationStatus> statuses) {
  /** Asks, where the policy is not off. */
  static RevocationLook take(RevocationPolicy policy, CertificatePath path, Duration patience) {
    return new RevocationLook(path, policy.look().statuses(path.whole(), patience));
  }

  /** The certificate nearest to the anchor that is revoked; what lies below it falls with it. */
  Optional<PathProblem> revoked() {
    return revokedBy(Instant.MAX);
  }

  /** As {@link #revoked}, as of a time: what was revoked, or abused, later does not count. */
  Optional<PathProblem> revokedBy(Instant time) {
    Optional<PathProblem> found = Optional.empty();
    for (int i = statuses.size() - 1; i >= 0 && found.isEmpty(); i--) {
      if (statuses.get(i) instanceof RevocationStatus.Revoked revoked
          && !abusedFrom(revoked).isAfter(time)) {
        found = Optional.of(new PathProblem.Revoked(path.certificates().get(i), revoked));
      }
    }
    return found;
  }

  /** From when signatures may be someone else's. */
  private static Instant abusedFrom(RevocationStatus.Revoked revoked) {
    return revoked
        .invalidSince()
        .filter(invalid -> invalid.isBefore(revoked.since()))
        .orElse(revoked.since());
  }

  /** The first certificate from the end of which nothing is known. */
  Optional<RevocationGap> gap() {
    if (path.certificates().isEmpty()) {
      // The end certificate is the anchor itself: there is no issuer who could have revoked it.
      return Optional.of(new RevocationGap(path.anchor(), new RevocationStatus.Cause.NoSource()));
    }
    for (int i = 0; i < statuses.size(); i++) {
      if (statuses.get(i) instanceof RevocationStatus.Unknown(RevocationStatus.Cause cause)) {
        return Optional.of(new RevocationGap(path.certificates().get(i), cause));
      }
    }
    return Optional.empty();
  }

  /** A gap that the mode does not bear. */
  Optional<PathProblem> unacceptable(RevocationPolicy.Mode mode) {
    return switch (mode) {
      case OFF, PREFER -> Optional.empty();
      case REQUIRE ->
          gap().map(gap -> new PathProblem.RevocationUnknown(gap.certificate(), gap.cause()));
    };
  }

  /** Certificates that were revoked after {@code time}, and when. */
  List<Remark> revokedAfter(Instant time) {
    return IntStream.range(0, statuses.size())
        .mapToObj(i -> remark(path.certificates().get(i), statuses.get(i), time))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Remark> remark(
      X509Certificate certificate, RevocationStatus status, Instant time) {
    return status instanceof RevocationStatus.Revoked revoked && abusedFrom(revoked).isAfter(time)
        ? Optional.of(new Remark.RevokedSince(certificate, revoked.since()))
        : Optional.empty();
  }
}
