package org.sealpost.card.token;

import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.Told;
import org.sealpost.card.api.Words;

/** The failures of tokens, in this package's words. */
final class TokenErrors {
  private TokenErrors() {}

  static CardException notSupported(String key, Object... arguments) {
    return of(CardError.NOT_SUPPORTED, key, arguments);
  }

  static CardException badRequest(String key, Object... arguments) {
    return of(CardError.BAD_REQUEST, key, arguments);
  }

  static CardException of(CardError error, String key, Object... arguments) {
    return new CardException(error, told(key, arguments));
  }

  static CardException of(CardError error, Throwable cause, String key, Object... arguments) {
    return new CardException(error, told(key, arguments), cause);
  }

  /** Words of this package. */
  static Told told(String key, Object... arguments) {
    return Words.beside(TokenErrors.class).told(key, arguments);
  }
}
