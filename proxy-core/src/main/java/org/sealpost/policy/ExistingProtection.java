package org.sealpost.policy;

/** What a mail client has already done with S/MIME before the mail comes to us. */
public enum ExistingProtection {
  NONE,
  /** Signed at the top: multipart/signed or an opaque signature. */
  SIGNED,
  /** Encrypted at the top. */
  ENCRYPTED
}
