package org.sealpost.server.smtp;

/** What a command came to: a reply, and how the dialogue goes on. */
record Answer(SmtpReply reply, Next next) {
  /** How the dialogue goes on behind the reply. */
  enum Next {
    GO_ON,
    START_TLS,
    CLOSE
  }

  /** 421 closes (RFC 5321 §3.8), everything else goes on. */
  static Answer of(SmtpReply reply) {
    return new Answer(reply, reply.code() == 421 ? Next.CLOSE : Next.GO_ON);
  }

  static Answer of(int code, String enhanced, String text) {
    return of(SmtpReply.of(code, enhanced, text));
  }
}
