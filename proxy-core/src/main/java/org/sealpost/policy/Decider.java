package org.sealpost.policy;

import java.util.Locale;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;

/** What decided whether a mail is signed, or encrypted. */
public enum Decider {
  /** The account's policy, or the one for all accounts. */
  ACCOUNT,
  /** A rule for the domain of a recipient. */
  DOMAIN_RULE,
  /** A rule for the address of a recipient. */
  ADDRESS_RULE,
  /** A keyword in the subject. */
  SUBJECT,
  /** The header field {@code X-Sealpost}. */
  FIELD,
  /** The header field {@code Sensitivity}. */
  SENSITIVITY,
  /** The mail client, which has protected the mail by itself. */
  CLIENT,
  /** Encryption was to be when possible, and a recipient has no usable certificate. */
  CERTIFICATES,
  /** Recipients without a certificate, by the policy, get the mail signed and not encrypted. */
  SPLIT,
  /** The user's word that a recipient may be written to without encryption. */
  PERMISSION,
  /** The mail is somebody else's, whom the user cannot sign for. */
  RESENT;

  /** Names no recipient and nothing of the mail. */
  public Phrase words() {
    String key = "by." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    return Words.beside(Decider.class).phrase(key);
  }
}
