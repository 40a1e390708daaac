package org.sealpost.report;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sealpost.trust.Assessment;
import org.sealpost.trust.revocation.RevocationStatus;

/**
 * A certificate of a path.
 *
 * @param anchor whether the path ends in it, by the user's settings
 * @param revocation what is known of it; empty where it was not looked up, as an anchor's never is
 */
public record ReportedCertificate(
    X509Certificate certificate, boolean anchor, Optional<RevocationStatus> revocation) {
  /** Those of the path that an assessment rests on. */
  public static List<ReportedCertificate> path(Assessment assessment) {
    List<X509Certificate> path = assessment.path();
    List<RevocationStatus> revocation = assessment.revocation();
    return IntStream.range(0, path.size())
        .mapToObj(
            i ->
                new ReportedCertificate(
                    path.get(i),
                    i == path.size() - 1,
                    i < revocation.size() ? Optional.of(revocation.get(i)) : Optional.empty()))
        .toList();
  }
}
