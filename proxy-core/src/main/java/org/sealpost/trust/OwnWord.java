package org.sealpost.trust;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the user has said of single certificates. Must be quick. Thread-safe.
 *
 * @see Decision
 */
public interface OwnWord {
  /** The user's decision on this very certificate that counts at {@code at}. */
  Optional<Decision> on(X509Certificate certificate, Instant at);

  /** The addresses that the user says are this certificate's holder's. */
  List<Binding> bindings(X509Certificate certificate);

  /**
   * An address that belongs to a certificate by the user's word.
   *
   * @param address as {@link MailAddress#normalise} gives it
   */
  record Binding(String address, Instant since) {}

  /** Of a user who has said nothing. */
  static OwnWord none() {
    return new OwnWord() {
      @Override
      public Optional<Decision> on(X509Certificate certificate, Instant at) {
        return Optional.empty();
      }

      @Override
      public List<Binding> bindings(X509Certificate certificate) {
        return List.of();
      }
    };
  }
}
