package org.sealpost.keys;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.sealpost.card.api.KeyPurpose;
import org.sealpost.card.api.KeyRef;

/**
 * A private key on a token, known by its certificate.
 *
 * @param present whether its token is there now and works
 * @param chain towards the root, nearest first
 */
public record HeldKey(
    KeyRef ref,
    boolean present,
    Set<KeyPurpose> purposes,
    X509Certificate certificate,
    List<X509Certificate> chain) {
  public HeldKey {
    purposes = Set.copyOf(purposes);
    chain = List.copyOf(chain);
  }

  public boolean isFor(KeyPurpose purpose) {
    return purposes.contains(purpose);
  }

  /** Whether the certificate's validity covers {@code at}. */
  public boolean validAt(Instant at) {
    return !at.isBefore(certificate.getNotBefore().toInstant())
        && !at.isAfter(certificate.getNotAfter().toInstant());
  }
}
