package org.sealpost.outbound;

import static org.sealpost.outbound.SenderFixture.ming;
import static org.sealpost.testmail.Cast.MING;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.mime.Content;
import org.sealpost.policy.Account;
import org.sealpost.policy.EncryptPolicy;
import org.sealpost.policy.SignPolicy;
import org.sealpost.testmail.Mails;

/** Ming, who sends a letter with a card and a book, under one policy or another. */
abstract class SendingFixture {
  static final Account SIGNING = ming(SignPolicy.ALWAYS, EncryptPolicy.NEVER);
  static final Account BOTH = ming(SignPolicy.ALWAYS, EncryptPolicy.WHEN_POSSIBLE);
  static final Account REQUIRED = ming(SignPolicy.ALWAYS, EncryptPolicy.REQUIRED);
  static final Account PLAIN = ming(SignPolicy.NEVER, EncryptPolicy.NEVER);

  static final Content LETTER =
      Mails.of(
          """
          Received: by client; Sun, 22 Nov 2026 09:00:00 +0800
          From: Ming <ming@example.tw>
          To: Ann <ann@example.tw>
          sUBJECT: =?UTF-8?B?5pyD6K2w?=
           folded   oddly
          X-Odd :  kept
          Date: Sun, 22 Nov 2026 09:00:00 +0800
          Content-Type: text/plain; charset=utf-8
          Content-Transfer-Encoding: 8bit

          會議在九點。
          From here on.
          """);

  @TempDir Path folder;
  SenderFixture sender;

  @BeforeEach
  void cardAndBook() {
    sender = new SenderFixture(folder);
    sender.agent.token("card", MING.signing(), MING.encryption());
  }

  @AfterEach
  void close() {
    sender.close();
  }
}
