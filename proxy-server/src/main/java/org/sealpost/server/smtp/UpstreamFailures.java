package org.sealpost.server.smtp;

import java.io.IOException;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;
import org.sealpost.server.account.Upstream;
import org.sealpost.server.session.UpstreamTrouble;

/**
 * What a failing real server means for the client's mail. All is temporary, so that the client
 * keeps it; what leaves no server to talk to is 421, which ends the client's connection. What Java
 * says of it is in the cause only.
 */
final class UpstreamFailures {
  private static final Words WORDS = Words.beside(UpstreamFailures.class);

  private UpstreamFailures() {}

  static Failure of(UpstreamTrouble trouble) {
    return Failure.of(421, trouble.enhancedCode(), trouble.words());
  }

  static Failure of(UpstreamTrouble trouble, IOException cause) {
    return Failure.of(421, trouble.enhancedCode(), trouble.words(), cause);
  }

  static Failure unwilling(Upstream server, SmtpReply reply) {
    return Failure.of(
        421,
        "4.3.2",
        WORDS.phrase(
            "upstream.unwilling", server.host(), Integer.toString(server.port()), reply.quoted()));
  }

  /** The connection was lost between commands, or the server ended it. */
  static Failure lost(Upstream server, IOException cause) {
    return Failure.of(421, "4.4.2", WORDS.phrase("upstream.lost", server.host()), cause);
  }

  /** The connection that was authenticated is gone, and only the client can authenticate again. */
  static Failure gone(Upstream server) {
    return Failure.of(421, "4.4.2", WORDS.phrase("upstream.gone", server.host()));
  }

  /** The server accepted a login without having been told whose it is. */
  static Failure acceptedNobody(Upstream server) {
    return Failure.of(421, "4.7.0", WORDS.phrase("upstream.accepted-nobody", server.host()));
  }

  /** The server went away before it had the whole mail. */
  static Failure lostInMail(Upstream server, IOException cause) {
    return Failure.of(451, "4.4.2", WORDS.phrase("upstream.lost", server.host()), cause);
  }

  /** The server had the whole mail and did not say what became of it. */
  static Failure noFinalReply(Upstream server, IOException cause) {
    return Failure.of(451, "4.4.2", WORDS.phrase("upstream.no-final-reply", server.host()), cause);
  }

  /** The server did not forget a transaction when it was told to. */
  static Failure notReset(Upstream server, SmtpReply reply) {
    return Failure.of(
        451, "4.5.0", WORDS.phrase("upstream.not-reset", server.host(), reply.quoted()));
  }

  /** The fault is on our side: the mail could not be read back or built. */
  static Failure unwritable(IOException cause) {
    return Failure.of(451, "4.3.0", WORDS.phrase("mail.unwritable"), cause);
  }
}
