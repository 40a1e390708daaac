package org.sealpost.trust.crl;

import java.io.IOException;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;

/** A list that is not relied on; the message says in words why. */
final class CrlException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final Words WORDS = Words.beside(CrlException.class);

  private final transient Phrase words;

  private CrlException(Phrase words, Throwable cause) {
    super(words.english(), cause);
    this.words = words;
  }

  /** The message, not yet in a language. */
  Phrase words() {
    return words;
  }

  /** With the words of {@code key}. */
  static CrlException of(String key, Object... arguments) {
    return new CrlException(WORDS.phrase(key, arguments), null);
  }

  /** Something in it is not as RFC 5280 has it. */
  static CrlException malformed(String what) {
    return of("list.malformed", what);
  }

  static CrlException malformed(String what, Throwable cause) {
    return new CrlException(WORDS.phrase("list.malformed", what), cause);
  }
}
