package org.sealpost.trust.crl;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.sealpost.failure.Phrase;

/**
 * How one source of lists stands.
 *
 * @param list what is kept of it, if there is something
 * @param lastFailure why it could not be had when it was last asked, a sentence or more in words;
 *     empty if it could
 */
public record CrlReport(URI source, Optional<Kept> list, Optional<Phrase> lastFailure) {
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
      Instant asked) {
    static Kept of(CrlIndex index, Instant asked) {
      RevocationList facts = index.header().list();
      return new Kept(
          ShownName.of(facts.issuer()),
          index.count(),
          facts.extensions().baseNumber().isPresent(),
          facts.thisUpdate(),
          facts.nextUpdate().orElse(facts.thisUpdate()),
          asked);
    }
  }
}
