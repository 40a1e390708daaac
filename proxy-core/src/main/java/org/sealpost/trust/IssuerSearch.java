package org.sealpost.trust;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Fetches issuers' certificates that are missing. They help to build a path and are trusted no more
 * than those in a mail. Thread-safe.
 */
public interface IssuerSearch {
  /** Those above {@code end} that were fetched before. Quick. */
  List<X509Certificate> known(X509Certificate end, Collection<X509Certificate> helpers);

  /**
   * Fetches what leads on from {@code end}, as far as can be in time; what takes longer is known
   * later.
   *
   * @return whether {@link #known} has become more
   */
  boolean complete(X509Certificate end, Collection<X509Certificate> helpers, Duration patience);

  /** Fetches nothing. */
  static IssuerSearch none() {
    return new IssuerSearch() {
      @Override
      public List<X509Certificate> known(X509Certificate end, Collection<X509Certificate> helpers) {
        return List.of();
      }

      @Override
      public boolean complete(
          X509Certificate end, Collection<X509Certificate> helpers, Duration patience) {
        return false;
      }
    };
  }
}
