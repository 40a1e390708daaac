package org.sealpost.policy;

/** When outgoing mail is encrypted. */
public enum EncryptPolicy {
  NEVER,
  /** If every recipient has a usable certificate; otherwise not at all. */
  WHEN_POSSIBLE,
  /** Always; a recipient without a usable certificate refuses the whole mail. */
  REQUIRED
}
