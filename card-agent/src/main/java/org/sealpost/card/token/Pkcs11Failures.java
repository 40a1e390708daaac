package org.sealpost.card.token;

import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xipki.pkcs11.wrapper.PKCS11Constants;

/** What a module's error means to the user of a card. */
final class Pkcs11Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Pkcs11Failures.class);

  private Pkcs11Failures() {}

  static CardException of(CryptokiException e, String label) {
    long code = e.code();
    if (code == PKCS11Constants.CKR_PIN_LOCKED) {
      return TokenErrors.of(CardError.PIN_BLOCKED, e, "card.pin-locked", label);
    }
    if (code == PKCS11Constants.CKR_PIN_INCORRECT
        || code == PKCS11Constants.CKR_PIN_INVALID
        || code == PKCS11Constants.CKR_PIN_LEN_RANGE) {
      return TokenErrors.of(CardError.PIN_WRONG, e, "pin.wrong", label);
    }
    if (code == PKCS11Constants.CKR_FUNCTION_CANCELED || code == PKCS11Constants.CKR_CANCEL) {
      return TokenErrors.of(CardError.PIN_CANCELLED, e, "pad.cancelled", label);
    }
    if (code == PKCS11Constants.CKR_PIN_EXPIRED
        || code == PKCS11Constants.CKR_USER_PIN_NOT_INITIALIZED) {
      return TokenErrors.of(CardError.TOKEN_FAILED, e, "card.pin-not-set", label);
    }
    if (e.isGone()) {
      return TokenErrors.of(CardError.TOKEN_ABSENT, e, "card.absent", label);
    }
    if (e.isLoggedOut()) {
      return TokenErrors.of(CardError.LOCKED, e, "token.locked", label);
    }
    LOG.warn("{} failed: {}", label, e.getMessage(), e);
    return TokenErrors.of(CardError.TOKEN_FAILED, e, "card.failed", label, e.getMessage());
  }
}
