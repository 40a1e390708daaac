package org.sealpost.server.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that trust rests on.
 *
 * @param pins the anchors that are known by fingerprint alone, by their names
 * @param ofSystem how many anchors the system's store has, which have a page of their own
 * @param mode of revocation, as in the words {@code trust.revocation.MODE}
 * @param ask in which order services are asked
 * @param lists the revocation lists that are kept
 * @param done what was done just now, as in the words {@code trust.done.DONE}
 */
record TrustView(
    List<Decided> decided,
    List<Bound> bound,
    List<AnchorView> anchors,
    List<Pin> pins,
    int ofSystem,
    String mode,
    String ask,
    List<KeptList> lists,
    Optional<String> done) {
  /** A decision and what it is on. */
  record Decided(CertificateView certificate, CertificatePage.Word word) {}

  /** A binding and what it is of. */
  record Bound(CertificateView certificate, String address, Instant since) {}

  /** An anchor whose bytes need not be there. */
  record Pin(String name, String printed) {}

  /** A revocation list. */
  record KeptList(
      String issuer, String source, long entries, Instant due, boolean late, String failure) {}

  /**
   * A file of certificates that are to become anchors; none is one yet.
   *
   * @param more how many are not shown
   */
  record Proposed(String file, List<Candidate> candidates, int more) {}

  /**
   * A certificate that is to become an anchor.
   *
   * @param useful whether it could count at all
   * @param doubts what speaks against it by itself
   */
  record Candidate(CertificateView certificate, boolean useful, List<String> doubts) {}
}
