package org.sealpost.policy;

/** What a signed mail looks like (RFC 8551 §3.5). */
public enum SignatureForm {
  /** The mail with a signature beside it: every mail program can read it. */
  CLEAR,
  /** The mail inside the signature: only S/MIME programs can read it, and nothing breaks it. */
  OPAQUE
}
