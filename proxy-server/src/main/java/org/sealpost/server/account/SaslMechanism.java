package org.sealpost.server.account;

import java.util.Arrays;
import java.util.Optional;

/**
 * The SASL mechanisms (RFC 4422) that are relayed, in the order in which they are offered: what
 * never shows a secret comes first. Not among them are those that prove something of the TLS
 * channel (EXTERNAL, SCRAM with -PLUS): the client's channel ends here and is not the real
 * server's.
 */
public enum SaslMechanism {
  /** RFC 7677. */
  SCRAM_SHA_256("SCRAM-SHA-256"),
  /** RFC 5802. */
  SCRAM_SHA_1("SCRAM-SHA-1"),
  /** RFC 2195. */
  CRAM_MD5("CRAM-MD5"),
  /** RFC 7628. */
  OAUTHBEARER("OAUTHBEARER"),
  /** Google's, older than OAUTHBEARER. */
  XOAUTH2("XOAUTH2"),
  /** RFC 4616. */
  PLAIN("PLAIN"),
  /** Never standardised, and spoken everywhere. */
  LOGIN("LOGIN");

  private final String keyword;

  SaslMechanism(String keyword) {
    this.keyword = keyword;
  }

  /** The name on the wire. */
  public String keyword() {
    return keyword;
  }

  /** The mechanism of this name, in upper or lower case; empty if it is not relayed. */
  public static Optional<SaslMechanism> named(String keyword) {
    return Arrays.stream(values())
        .filter(mechanism -> mechanism.keyword.equalsIgnoreCase(keyword))
        .findFirst();
  }

  /**
   * Whether the server speaks first, so that its challenge comes before the client has said who it
   * is.
   */
  public boolean serverSpeaksFirst() {
    return this == CRAM_MD5;
  }

  /**
   * The challenge, in base64, to which the client's first response is the answer where it gave none
   * with the command. Clients expect LOGIN's "Username:" word for word.
   */
  public String firstChallenge() {
    return this == LOGIN ? "VXNlcm5hbWU6" : "";
  }
}
