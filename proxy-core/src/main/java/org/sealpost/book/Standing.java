package org.sealpost.book;

import java.security.cert.X509Certificate;
import org.sealpost.trust.PathProblem;

/** Whether mail is encrypted to an entry of the book, and why or why not. */
public sealed interface Standing {
  /** It is. */
  record Chosen() implements Standing {}

  /** It cannot be used now. */
  record Unusable(PathProblem problem) implements Standing {}

  /**
   * The user spoke for another, and this one is of another holder; until it is acknowledged it does
   * not count.
   */
  record BehindOwnWord(X509Certificate chosen) implements Standing {}

  /**
   * A directory had it when it was used; it counts while the directory has it, after the others.
   */
  record OfDirectory() implements Standing {}

  /** A file brought it in beside another holder's, and the user has not acknowledged it. */
  record BehindUntilAcknowledged(X509Certificate chosen) implements Standing {}

  /** Another comes first. */
  record Behind(X509Certificate chosen, Reason reason) implements Standing {}

  /** Why another comes first. */
  enum Reason {
    /** Its holder asked for the other since. */
    ASKED_FOR,
    /** The other is newer. */
    NEWER,
    /** Both are equally new, and the other's key is stronger. */
    STRONGER,
    /** Nothing tells them apart; the other's fingerprint comes first. */
    ALIKE
  }
}
