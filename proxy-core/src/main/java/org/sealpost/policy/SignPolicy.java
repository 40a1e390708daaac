package org.sealpost.policy;

/** When outgoing mail is signed. */
public enum SignPolicy {
  ALWAYS,
  NEVER
}
