package org.sealpost.server.smtp;

import java.util.Optional;
import org.sealpost.failure.Phrase;

/**
 * What a command came to.
 *
 * @param next how the dialogue goes on
 * @param onceTold what is to be done when the client knows the reply: when it goes on, if only with
 *     QUIT, and not where it is gone
 */
record Answer(SmtpReply reply, Next next, Optional<Runnable> onceTold) {
  /** How the dialogue goes on behind the reply. */
  enum Next {
    GO_ON,
    START_TLS,
    CLOSE
  }

  /** With nothing to be done afterwards. */
  Answer(SmtpReply reply, Next next) {
    this(reply, next, Optional.empty());
  }

  /** 421 closes (RFC 5321 §3.8), everything else goes on. */
  static Answer of(SmtpReply reply) {
    return new Answer(reply, reply.code() == 421 ? Next.CLOSE : Next.GO_ON);
  }

  /** The same with something to be done once the client knows it. */
  Answer onceTold(Runnable action) {
    return new Answer(reply, next, Optional.of(action));
  }

  static Answer of(int code, String enhanced, Phrase words) {
    return of(SmtpReply.of(code, enhanced, words));
  }
}
