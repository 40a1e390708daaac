package org.sealpost.trust.crl;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * How one source of lists stands.
 *
 * @param list what is kept of it, if there is something
 * @param lastFailure why it could not be had when it was last asked, a sentence or more in words;
 *     empty if it could
 */
public record CrlReport(URI source, Optional<Kept> list, Optional<String> lastFailure) {
  /**
   * A list at hand.
   *
   * @param issuer the name of the CA that made it
   * @param entries how many certificates are listed
   * @param delta whether it only amends another list
   * @param asked when the source last gave it, or said that it is still the same
   */
  public record Kept(
      String issuer,
      long entries,
      boolean delta,
      Instant thisUpdate,
      Instant nextUpdate,
      Instant asked) {}
}
