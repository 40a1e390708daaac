package org.sealpost.server.pop3;

import java.io.IOException;
import java.util.Locale;
import org.sealpost.failure.Words;

/**
 * UTF8 (RFC 6856 §2), which the real server answers where it has it: its mails may then have UTF-8
 * in their header.
 *
 * @param language in which a client that reads UTF-8 is told
 */
record Utf8Command(Pop3Client client, Pop3Upstream upstream, Locale language) {
  private static final Words WORDS = Words.beside(Utf8Command.class);

  void answer(Command command) throws IOException {
    if (!upstream.capabilities().has(command.verb())) {
      client.error(ResponseCode.NONE, WORDS.phrase("unknown-command"));
      return;
    }
    Reply reply =
        upstream.command((command.verb() + " " + String.join(" ", command.arguments())).trim());
    if (reply.ok()) {
      client.speaksUtf8(language);
    }
    client.relay(reply);
  }
}
