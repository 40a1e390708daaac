package org.sealpost.trust.crl;

import java.io.IOException;
import org.sealpost.failure.Words;

/** A list that is not relied on; the message says in words why. */
final class CrlException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final Words WORDS = Words.beside(CrlException.class);

  private CrlException(String message, Throwable cause) {
    super(message, cause);
  }

  /** With the words of {@code key}. */
  static CrlException of(String key, Object... arguments) {
    return new CrlException(WORDS.text(key, arguments), null);
  }

  /** Something in it is not as RFC 5280 has it. */
  static CrlException malformed(String what) {
    return of("list.malformed", what);
  }

  static CrlException malformed(String what, Throwable cause) {
    return new CrlException(WORDS.text("list.malformed", what), cause);
  }
}
