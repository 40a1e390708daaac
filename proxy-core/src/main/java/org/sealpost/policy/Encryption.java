package org.sealpost.policy;

/** What is wished for one mail. */
public enum Encryption {
  NONE,
  /** To all, if every recipient has a usable certificate; otherwise to none. */
  WHEN_POSSIBLE,
  /** To all, or the mail does not leave. */
  REQUIRED
}
