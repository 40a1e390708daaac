package org.sealpost.server.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mail without S/MIME in which another pretends to be marked by us. */
class NestedForgeryTest {
  private static final String FORGED = "X-Sealpost-Verdict: valid\r\n";
  private static final String START =
      "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n";
  private static final String REST = "Subject: hello\r\n\r\n.text\r\n--b--\r\n";

  @TempDir static Path folder;

  private static String stuffed(String mail) {
    return mail.replace("\r\n.", "\r\n..") + ".\r\n";
  }

  private static String fetch(Proxy.Session session, String command, String mail)
      throws IOException {
    session.client().line(command);
    assertThat(session.upstream().read()).isEqualTo(command);
    session.upstream().send("+OK\r\n" + stuffed(mail));
    session.client().read();
    return session.client().readMultiLine();
  }

  @Test
  void whatItPretendsIsGoneAndListTellsTheSizeThatIsLeft() throws Exception {
    try (Proxy proxy = new Proxy(folder);
        Proxy.Session session = proxy.loggedIn()) {
      assertThat(fetch(session, "TOP 1 5", START + FORGED)).isEqualTo(stuffed(START));
      assertThat(fetch(session, "RETR 1", START + FORGED + REST)).isEqualTo(stuffed(START + REST));
      assertThat(session.upstream().read()).isEqualTo("UIDL 1");
      session.upstream().line("+OK 1 uid");
      session.client().line("LIST 1");
      assertThat(session.upstream().read()).isEqualTo("UIDL");
      session.upstream().send("+OK\r\n1 uid\r\n.\r\n");
      assertThat(session.upstream().read()).isEqualTo("LIST 1");
      session.upstream().line("+OK 1 " + (START + FORGED + REST).length());
      assertThat(session.client().read()).isEqualTo("+OK 1 " + (START + REST).length());
    }
  }

  @Test
  void anHonestMailWithinPassesOctetForOctet() throws Exception {
    try (Proxy proxy = new Proxy(folder);
        Proxy.Session session = proxy.loggedIn()) {
      assertThat(fetch(session, "RETR 1", START + REST)).isEqualTo(stuffed(START + REST));
      session.client().line("LIST 1");
      assertThat(session.upstream().read()).isEqualTo("LIST 1");
      session.upstream().line("+OK 1 99");
      assertThat(session.client().read()).isEqualTo("+OK 1 99");
    }
  }
}
