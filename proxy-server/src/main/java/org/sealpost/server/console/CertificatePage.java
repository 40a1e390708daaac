package org.sealpost.server.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One certificate with all that is known of it here.
 *
 * @param word the user's decision on it
 * @param bindings the addresses that the user says are its holder's
 * @param inBook the addresses under which the book has it
 * @param doubts what speaks against it by itself
 * @param anchors as what it is an anchor
 * @param decidable what the user can decide: {@code allow} and {@code deny}
 * @param done what was done just now, as in the words {@code trust.done.DONE}
 */
record CertificatePage(
    CertificateView certificate,
    Optional<Word> word,
    List<Bound> bindings,
    List<String> inBook,
    List<String> doubts,
    List<AnchorView> anchors,
    List<String> decidable,
    Optional<String> done) {
  /**
   * A decision of the user.
   *
   * @param kind {@code allow} or {@code deny}
   * @param holds whether it counts now
   */
  record Word(String kind, Instant made, Optional<Instant> until, boolean holds, String note) {
    String tone() {
      if (!holds) {
        return "faint";
      }
      return kind.equals("allow") ? "good" : "bad";
    }

    String sign() {
      return kind.equals("allow") ? "own-word" : "cross";
    }
  }

  /** A binding of the user. */
  record Bound(String address, Instant since) {}

  /**
   * The way to an anchor.
   *
   * @param chain from the anchor to the certificate; empty if there is none
   * @param problem why there is none
   */
  record Path(List<ChainLink> chain, String problem) {}

  boolean isBindable() {
    return !certificate.use().equals("neither");
  }
}
