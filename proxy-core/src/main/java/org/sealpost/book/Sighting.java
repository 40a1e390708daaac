package org.sealpost.book;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import org.sealpost.smime.Capabilities;

/**
 * A certificate that is met for an address.
 *
 * @param address as {@link org.sealpost.trust.MailAddress#normalise} gives it
 * @param statement what the signature says that it was met in
 * @param capabilities what that signature announces
 * @param at when, by our clock
 */
record Sighting(
    String address,
    X509Certificate certificate,
    Source source,
    Optional<BookEntry.Statement> statement,
    Capabilities capabilities,
    Instant at) {
  /** One that no signature says anything of. */
  static Sighting of(String address, X509Certificate certificate, Source source, Instant at) {
    return new Sighting(address, certificate, source, Optional.empty(), Capabilities.none(), at);
  }

  /** Whether the user brought it in. */
  boolean isByUser() {
    return source.kind() == Source.Kind.FILE;
  }
}
