package org.sealpost.policy;

/** When outgoing mail is signed; the stricter comes later. */
public enum SignPolicy {
  /** And a mail that asks for a signature is refused. */
  NEVER,
  /** If the mail asks for it. */
  ON_TRIGGER,
  ALWAYS
}
