package org.sealpost.card.api;

import java.util.List;
import java.util.OptionalInt;

/**
 * A token as it is now.
 *
 * @param id stable over restarts: a card's serial number, or for a PKCS#12 file a name made from
 *     its path
 * @param label what the user knows it by
 * @param reader the reader's name, or the file's path
 * @param triesLeft PIN tries left, where the token tells
 * @param certificatesKnown false while the certificates can be read only after an unlock (a PKCS#12
 *     file that encrypts them), or if the token was never there; {@code certificates} is then empty
 * @param certificates those that have a private key on the token
 * @param problem if it has {@link TokenState#FAILED}, why and what to do, in sentences; otherwise
 *     empty
 */
public record TokenInfo(
    String id,
    String label,
    String reader,
    TokenState state,
    OptionalInt triesLeft,
    boolean certificatesKnown,
    List<CardCertificate> certificates,
    String problem) {
  /** A token that has not failed. */
  public TokenInfo(
      String id,
      String label,
      String reader,
      TokenState state,
      OptionalInt triesLeft,
      boolean certificatesKnown,
      List<CardCertificate> certificates) {
    this(id, label, reader, state, triesLeft, certificatesKnown, certificates, "");
  }

  public TokenInfo {
    certificates = List.copyOf(certificates);
  }
}
