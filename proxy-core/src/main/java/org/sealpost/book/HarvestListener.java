package org.sealpost.book;

import java.time.Instant;

/** Hears of what a verified mail taught. Must be thread-safe. */
public interface HarvestListener {
  /**
   * A certificate that can be encrypted to has come from this address and is in the book, whether
   * it was before or not.
   *
   * @param address as {@link org.sealpost.trust.MailAddress#normalise} gives it
   */
  void harvested(String address, Instant now);

  /**
   * Another certificate has come in for an address than it had, and is noted as a change that the
   * user has still to see.
   */
  default void changed(Change change) {}
}
