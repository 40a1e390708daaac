package org.sealpost.card.api;

/** Whether a token's private keys can be used. */
public enum TokenState {
  /** A PIN is needed. */
  LOCKED,
  /** A PIN session is open. */
  UNLOCKED,
  /** Too many wrong PINs. */
  BLOCKED,
  /** It is there and can do nothing, whatever the PIN. */
  FAILED,
  /** Is not there: it is gone, or was never seen. */
  ABSENT
}
