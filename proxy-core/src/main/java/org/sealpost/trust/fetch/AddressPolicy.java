package org.sealpost.trust.fetch;

/** Which addresses may be connected to, depending on who names them. */
public enum AddressPolicy {
  /**
   * What a CA names whose path to an anchor holds may be anywhere, a company's own net included.
   */
  TRUSTED_ISSUERS,

  /**
   * What a certificate names that nobody has verified: public addresses, at the usual ports.
   * Whoever sends a mail chooses it, and must not reach through us into the net that we are in. It
   * is not asked through an HTTP proxy, which looks the name up by itself, nor past one that is
   * set.
   */
  STRANGERS
}
