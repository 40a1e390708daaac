package org.sealpost.policy;

/** When outgoing mail is encrypted; the stricter comes later. */
public enum EncryptPolicy {
  /** And a mail that asks for encryption is refused. */
  NEVER,
  /** If the mail asks for it. */
  ON_TRIGGER,
  /** If every recipient has a usable certificate; otherwise not at all. */
  WHEN_POSSIBLE,
  /** Always; a recipient without a usable certificate refuses the whole mail. */
  REQUIRED;

  /** Whether a mail that does not ask for it can come to be encrypted. */
  boolean encryptsUnasked() {
    return this == WHEN_POSSIBLE || this == REQUIRED;
  }
}
