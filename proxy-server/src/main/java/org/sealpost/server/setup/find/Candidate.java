package org.sealpost.server.setup.find;

import java.util.Optional;

/**
 * A server that may be the right one.
 *
 * @param userName what the source says that the user is called there
 * @param oauthOnly whether the source says that it takes no password
 * @param vouched whether nobody on the way could have named another server: the domain itself said
 *     so over TLS, or the server is in the domain. Who forges an answer of the DNS could else have
 *     the password sent to a server of their own (RFC 6186 §6)
 */
public record Candidate(
    MailServer server, Optional<String> userName, boolean oauthOnly, boolean vouched) {
  /** One of which no more is known than where it is. */
  static Candidate at(MailServer server, boolean vouched) {
    return new Candidate(server, Optional.empty(), false, vouched);
  }
}
