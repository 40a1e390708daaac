package org.sealpost.smime;

import org.sealpost.failure.Phrase;
import org.sealpost.mime.Spool;

/** What became of an attempt to decrypt. */
public sealed interface Decryption {
  /**
   * The plaintext, an entity; the caller closes it.
   *
   * @param authenticated whether the plaintext had integrity protection (AuthEnvelopedData)
   * @param cipher the content cipher's name, as in {@code AES-256-CBC}
   * @param weak whether the cipher is one that today's senders must not use (3DES, RC2)
   */
  record Decrypted(Spool plaintext, boolean authenticated, String cipher, boolean weak)
      implements Decryption {}

  /** None of our keys is among the recipients. */
  record NotForUs() implements Decryption {}

  /** Can never be opened: damaged, altered, or in an algorithm we refuse or do not know. */
  record Undecryptable(Phrase reason) implements Decryption {}
}
