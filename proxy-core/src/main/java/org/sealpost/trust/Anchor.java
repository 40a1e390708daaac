package org.sealpost.trust;

import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * A certificate that paths may end in: a root, an intermediate CA or a holder's own.
 *
 * @param scope for which addresses it counts
 */
public record Anchor(X509Certificate certificate, Origin origin, Scope scope) {
  /** Why it is trusted. */
  public sealed interface Origin {
    /** The configuration names this file. */
    record Configured(String file) implements Origin {}

    /** The user imported it; {@code detail} tells from where and when. */
    record Imported(String file, Instant at) implements Origin {}

    /** It is one of those that Sealpost knows by fingerprint. */
    record Pinned() implements Origin {}

    /** It is in the system's store. */
    record OfSystem() implements Origin {}
  }

  /** One that counts for all addresses. */
  static Anchor of(X509Certificate certificate, Origin origin) {
    return new Anchor(certificate, origin, Scope.all());
  }
}
