package org.sealpost.book;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * A certificate that came in for an address that had another already.
 *
 * @param address as {@link org.sealpost.trust.MailAddress#normalise} gives it
 * @param certificate the new one
 * @param previous the one that mail was encrypted to until then; where none was usable, the one
 *     that came nearest to it
 * @param since when the new one came in, to the second
 * @param source from where
 * @param renewal whether it is one as far as a CA can tell: the same CA names the same person in
 *     both
 * @param acknowledged when the user said to have seen it
 */
public record Change(
    String address,
    X509Certificate certificate,
    X509Certificate previous,
    Instant since,
    Source source,
    boolean renewal,
    Optional<Instant> acknowledged) {
  /** The same, whatever the names say: no CA vouches that the holder is the same. */
  Change ofAnother() {
    return new Change(address, certificate, previous, since, source, false, acknowledged);
  }

  /** Whether the user has still to see it. */
  public boolean isOpen() {
    return acknowledged.isEmpty();
  }
}
