package org.sealpost.server.smtp;

import java.util.Map;
import java.util.Optional;
import org.sealpost.failure.Words;
import org.sealpost.server.smtp.Answer.Next;

/** The commands that a client may give. */
final class Verbs {
  private static final Words WORDS = Words.beside(Verbs.class);

  private static final Map<String, Verb> ALL =
      Map.ofEntries(
          Map.entry("EHLO", new HelloVerb(true)),
          Map.entry("HELO", new HelloVerb(false)),
          Map.entry("AUTH", new AuthVerb()),
          Map.entry("STARTTLS", new StartTlsVerb()),
          Map.entry("MAIL", new MailVerb()),
          Map.entry("RCPT", new RcptVerb()),
          Map.entry("DATA", new DataVerb()),
          Map.entry("RSET", Verbs::reset),
          Map.entry("NOOP", (session, command) -> answer(250, "2.0.0", "ok")),
          Map.entry("VRFY", (session, command) -> answer(252, "2.1.5", "vrfy")),
          Map.entry("HELP", (session, command) -> answer(214, "2.0.0", "help")),
          Map.entry("QUIT", Verbs::quit),
          Map.entry("EXPN", (session, command) -> answer(502, "5.5.1", "not-implemented")),
          Map.entry("BDAT", (session, command) -> answer(502, "5.5.1", "not-implemented")));

  private Verbs() {}

  static Optional<Verb> named(String verb) {
    return Optional.ofNullable(ALL.get(verb));
  }

  private static Answer reset(SmtpSession session, Command command) {
    session.endTransaction();
    return answer(250, "2.0.0", "ok");
  }

  private static Answer quit(SmtpSession session, Command command) {
    return new Answer(SmtpReply.of(221, "2.0.0", WORDS.phrase("bye")), Next.CLOSE);
  }

  private static Answer answer(int code, String enhanced, String key) {
    return Answer.of(code, enhanced, WORDS.phrase(key));
  }
}
