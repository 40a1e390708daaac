package org.sealpost.trust;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What speaks against a certificate by itself, whatever its path. Stateless. */
public final class CertificateDoubts {
  private CertificateDoubts() {}

  /** Its time at {@code at}, and its key; the worst first. */
  public static List<PathProblem> of(X509Certificate certificate, Instant at) {
    List<PathProblem> doubts = new ArrayList<>();
    Algorithms.brokenKey(certificate)
        .<PathProblem>map(key -> new PathProblem.BrokenAlgorithm(certificate, key))
        .or(
            () ->
                Algorithms.weakKey(certificate)
                    .map(key -> new PathProblem.WeakKey(certificate, key)))
        .ifPresent(doubts::add);
    if (at.isAfter(certificate.getNotAfter().toInstant())) {
      doubts.add(new PathProblem.Expired(certificate));
    } else if (at.isBefore(certificate.getNotBefore().toInstant())) {
      doubts.add(new PathProblem.NotYetValid(certificate));
    }
    return doubts;
  }

  /** Whether it can stand above others in a path. */
  public static boolean isAuthority(X509Certificate certificate) {
    return PathValidator.isAuthority(certificate);
  }
}
