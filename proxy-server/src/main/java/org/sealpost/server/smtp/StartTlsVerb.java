package org.sealpost.server.smtp;

import org.sealpost.failure.Words;
import org.sealpost.server.smtp.Answer.Next;

/** STARTTLS (RFC 3207) towards the client. */
final class StartTlsVerb implements Verb {
  private static final Words WORDS = Words.beside(StartTlsVerb.class);

  @Override
  public Answer run(SmtpSession session, Command command) {
    if (command.hasArgument()) {
      return Answer.of(501, "5.5.4", WORDS.phrase("no-argument", command.verb()));
    }
    if (session.client().isSecure()) {
      return Answer.of(503, "5.5.1", WORDS.phrase("tls.already"));
    }
    if (session.transaction().isPresent() || session.account().isPresent()) {
      return Answer.of(503, "5.5.1", WORDS.phrase("tls.late"));
    }
    return new Answer(SmtpReply.of(220, "2.0.0", WORDS.phrase("tls.go")), Next.START_TLS);
  }
}
