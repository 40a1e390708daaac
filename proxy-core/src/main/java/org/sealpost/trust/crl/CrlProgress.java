package org.sealpost.trust.crl;

import java.net.URI;

/** Is told while a list is fetched. Called by several threads; must be quick. */
@FunctionalInterface
public interface CrlProgress {
  /**
   * A part of a list was read.
   *
   * @param bytes of the list that were read so far, decoded
   * @param entries that were read so far
   */
  void read(URI source, long bytes, long entries);

  /** Nobody wants to know. */
  static CrlProgress none() {
    return (_, _, _) -> {};
  }
}
