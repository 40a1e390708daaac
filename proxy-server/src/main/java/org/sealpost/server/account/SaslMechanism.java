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
  SCRAM_SHA_256("SCRAM-SHA-256", 3),
  /** RFC 5802. */
  SCRAM_SHA_1("SCRAM-SHA-1", 3),
  /** RFC 2195. */
  CRAM_MD5("CRAM-MD5", 1),
  /** RFC 7628. */
  OAUTHBEARER("OAUTHBEARER", 2),
  /** Google's, older than OAUTHBEARER. */
  XOAUTH2("XOAUTH2", 2),
  /** RFC 4616. */
  PLAIN("PLAIN", 1),
  /** Never standardised, and spoken everywhere. */
  LOGIN("LOGIN", 2);

  private final String keyword;
  private final int responses;

  SaslMechanism(String keyword, int responses) {
    this.keyword = keyword;
    this.responses = responses;
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
   * Whether a server may be given the first response with the command. With LOGIN some take no
   * notice of it and ask for the name again.
   */
  public boolean takesInitialResponse() {
    return this != LOGIN && !serverSpeaksFirst();
  }

  /** The most responses that a client gives, one to a final word of the server's included. */
  int responses() {
    return responses;
  }

  /**
   * The challenge, in base64, to which the client's first response is the answer where it gave none
   * with the command. Clients expect LOGIN's "Username:" word for word.
   */
  public String firstChallenge() {
    return this == LOGIN ? "VXNlcm5hbWU6" : "";
  }
}
