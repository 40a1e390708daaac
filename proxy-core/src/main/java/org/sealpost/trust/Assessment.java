package org.sealpost.trust;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.sealpost.trust.revocation.RevocationStatus;

/**
 * A verdict and what it rests on.
 *
 * @param path from the signer's certificate to the anchor; empty where there is none
 * @param revocation what is known of each certificate in it but the anchor; empty where it was not
 *     looked up
 * @param judgedAt the time as of which it was judged
 */
public record Assessment(
    Verdict verdict,
    List<X509Certificate> path,
    List<RevocationStatus> revocation,
    Instant judgedAt) {
  public Assessment {
    path = List.copyOf(path);
    revocation = List.copyOf(revocation);
  }

  /** One that rests on nothing else. */
  public static Assessment of(Verdict verdict, Instant judgedAt) {
    return new Assessment(verdict, List.of(), List.of(), judgedAt);
  }

  /** Whether an answer is missing that may come later and make it another. */
  public boolean isPending() {
    return revocation.stream().anyMatch(RevocationStatus::mayBeKnownLater);
  }
}
