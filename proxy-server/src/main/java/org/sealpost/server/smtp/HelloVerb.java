package org.sealpost.server.smtp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;

/**
 * EHLO and HELO (RFC 5321 §4.1.1.1). The real server is connected here, so that what we offer is
 * what it can do.
 */
final class HelloVerb implements Verb {
  private static final Words WORDS = Words.beside(HelloVerb.class);
  private static final String NAME = "[A-Za-z0-9._-]{1,255}|\\[[A-Za-z0-9.:-]{1,255}]";

  private final boolean extended;

  HelloVerb(boolean extended) {
    this.extended = extended;
  }

  @Override
  public Answer run(SmtpSession session, Command command) throws IOException, Failure {
    Optional<String> name = command.argument().filter(argument -> !argument.isEmpty());
    if (name.isEmpty()) {
      return Answer.of(501, "5.5.4", WORDS.phrase("hello.name"));
    }
    session.endTransaction();
    // What servers would stumble over is not passed on.
    Extensions extensions =
        session.greeted(name.filter(n -> n.matches(NAME)).orElse("[127.0.0.1]"));
    List<String> lines = new ArrayList<>(List.of(SmtpSession.HOST));
    if (extended) {
      lines.addAll(extensions.keywords());
    }
    return Answer.of(new SmtpReply(250, lines));
  }
}
