package org.sealpost.card.api;

/** What a key on the token is for. */
public enum KeyPurpose {
  SIGN,
  DECRYPT
}
