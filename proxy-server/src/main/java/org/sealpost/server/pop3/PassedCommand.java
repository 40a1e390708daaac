package org.sealpost.server.pop3;

import java.io.IOException;
import org.sealpost.failure.Words;

/** LANG and UTF8 (RFC 6856), which the real server answers where it has them. */
record PassedCommand(Pop3Client client, Pop3Upstream upstream) {
  private static final Words WORDS = Words.beside(PassedCommand.class);

  void answer(Command command) throws IOException {
    if (!upstream.capabilities().has(command.verb())) {
      client.error(ResponseCode.NONE, WORDS.text("unknown-command"));
      return;
    }
    boolean listing = command.verb().equals("LANG") && command.arguments().isEmpty();
    Reply reply =
        upstream.command((command.verb() + " " + String.join(" ", command.arguments())).trim());
    if (!reply.ok() || !listing) {
      client.relay(reply);
      return;
    }
    MultiLineOutput response = client.beginMultiLine(reply.line());
    upstream.multiLine().transferTo(response);
    client.endMultiLine(response);
  }
}
