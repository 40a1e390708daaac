package org.sealpost.card.token;

import java.util.Set;
import org.xipki.pkcs11.wrapper.PKCS11Constants;
import org.xipki.pkcs11.wrapper.PKCS11Exception;

/** A module's error: a CKR of PKCS#11 v2.40 §5.1. The message is its name. */
final class CryptokiException extends Exception {
  private static final long serialVersionUID = 1L;

  private static final Set<Long> GONE =
      Set.of(
          PKCS11Constants.CKR_TOKEN_NOT_PRESENT,
          PKCS11Constants.CKR_TOKEN_NOT_RECOGNIZED,
          PKCS11Constants.CKR_DEVICE_REMOVED,
          PKCS11Constants.CKR_SLOT_ID_INVALID);
  private static final Set<Long> LOGGED_OUT =
      Set.of(
          PKCS11Constants.CKR_USER_NOT_LOGGED_IN,
          PKCS11Constants.CKR_SESSION_HANDLE_INVALID,
          PKCS11Constants.CKR_SESSION_CLOSED,
          PKCS11Constants.CKR_KEY_HANDLE_INVALID,
          PKCS11Constants.CKR_OBJECT_HANDLE_INVALID,
          PKCS11Constants.CKR_CRYPTOKI_NOT_INITIALIZED);
  private static final Set<Long> MECHANISM_REFUSED =
      Set.of(
          PKCS11Constants.CKR_MECHANISM_INVALID,
          PKCS11Constants.CKR_MECHANISM_PARAM_INVALID,
          PKCS11Constants.CKR_KEY_FUNCTION_NOT_PERMITTED,
          PKCS11Constants.CKR_KEY_TYPE_INCONSISTENT,
          PKCS11Constants.CKR_FUNCTION_NOT_SUPPORTED,
          PKCS11Constants.CKR_ARGUMENTS_BAD);

  private final long code;

  CryptokiException(long code) {
    super(PKCS11Constants.ckrCodeToName(code));
    this.code = code;
  }

  CryptokiException(PKCS11Exception cause) {
    super(cause.getErrorName(), cause);
    this.code = cause.getErrorCode();
  }

  long code() {
    return code;
  }

  /** Whether the token is no longer where it was. */
  boolean isGone() {
    return GONE.contains(code);
  }

  /** Whether the login, or all that it stood on, was lost. */
  boolean isLoggedOut() {
    return LOGGED_OUT.contains(code);
  }

  /** Whether the PIN was looked at and found wrong, with or without a try left. */
  boolean isPinWrong() {
    return code == PKCS11Constants.CKR_PIN_INCORRECT || code == PKCS11Constants.CKR_PIN_LOCKED;
  }

  /** Whether another mechanism may do what this one does not. */
  boolean isMechanismRefused() {
    return MECHANISM_REFUSED.contains(code);
  }
}
