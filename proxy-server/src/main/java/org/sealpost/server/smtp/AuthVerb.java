package org.sealpost.server.smtp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;
import org.sealpost.server.account.SaslMechanism;

/**
 * AUTH (RFC 4954), relayed to the real server, which judges. The user's name tells which account it
 * is, and with that the real server; one that no account has is refused. Passwords are passed on in
 * arrays that are wiped, never kept and never logged.
 */
final class AuthVerb implements Verb {
  private static final Words WORDS = Words.beside(AuthVerb.class);

  @Override
  public Answer run(SmtpSession session, Command command) throws IOException, Failure {
    if (session.extensions().isEmpty()) {
      return Answer.of(503, "5.5.1", WORDS.phrase("hello.first"));
    }
    if (session.account().isPresent() || session.transaction().isPresent()) {
      return Answer.of(503, "5.5.1", WORDS.phrase("auth.late"));
    }
    if (session.needsTls()) {
      return Answer.of(530, "5.7.0", WORDS.phrase("tls.first"));
    }
    Extensions extensions = session.extensions().get();
    if (!extensions.has("AUTH")) {
      return Answer.of(502, "5.5.1", WORDS.phrase("auth.none"));
    }
    Opening opening = Opening.of(command.secretArgument());
    Optional<SaslMechanism> mechanism =
        SaslMechanism.named(opening.mechanism()).filter(extensions.mechanisms()::contains);
    if (mechanism.isEmpty()) {
      return Answer.of(504, "5.5.4", WORDS.phrase("auth.mechanism"));
    }
    try {
      return new AuthExchange(session, mechanism.get()).run(opening.initialResponse());
    } finally {
      opening.initialResponse().ifPresent(response -> Arrays.fill(response, (byte) 0));
      session.client().wipe();
    }
  }

  /** The command's argument. */
  private record Opening(String mechanism, Optional<byte[]> initialResponse) {
    static Opening of(byte[] argument) {
      int space = 0;
      while (space < argument.length && argument[space] != ' ') {
        space++;
      }
      String mechanism = new String(argument, 0, space, StandardCharsets.ISO_8859_1);
      return new Opening(
          mechanism,
          space == argument.length
              ? Optional.empty()
              : Optional.of(Arrays.copyOfRange(argument, space + 1, argument.length)));
    }
  }
}
