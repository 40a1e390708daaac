package org.sealpost.policy;

/** What becomes of a mail that some recipients, and not all, can be encrypted to. */
public enum WithoutCertificate {
  /** It is one mail to all: where it must be encrypted nobody gets it, else all get it open. */
  REFUSE,
  /** Those with a certificate get it encrypted, the others signed. */
  SPLIT
}
