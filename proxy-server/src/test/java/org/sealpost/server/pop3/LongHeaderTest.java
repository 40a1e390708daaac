package org.sealpost.server.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A mail whose header is longer than what is held in memory passes as any other. */
class LongHeaderTest {
  private static final int MIB = 1 << 20;
  private static final String FIELDS = "X-More: x\r\n".repeat(2 * MIB / 11);
  private static final String BODY = "\r\none\r\n.two\r\n\r\nthree\r\n";
  private static final String FORGED = "X-Sealpost-Verdict: valid\r\n";
  private static final String HTML = "Content-Type: text/html\r\n";

  @TempDir static Path folder;

  /** What speaks for the real server. */
  private Thread server = Thread.ofVirtual().unstarted(() -> {});

  private static String upTo(int size) {
    String line = "X-More: x\r\n";
    return line.repeat(size / line.length() - 1)
        + "X: "
        + "y".repeat(size % line.length() + line.length() - 5)
        + "\r\n";
  }

  static Stream<Arguments> mails() {
    String half = "X-Sealpost-Note: x\r\n";
    return Stream.of(
        arguments("many fields", FIELDS + BODY, FIELDS + BODY),
        arguments("many fields, a type first", HTML + FIELDS + BODY, HTML + FIELDS + BODY),
        arguments("many fields, a type last", FIELDS + HTML + BODY, FIELDS + HTML + BODY),
        one("one field of 5 MiB", "X: " + "y".repeat(5 * MIB) + "\r\n" + HTML + BODY),
        one("one folded field", "X: " + "y\r\n ".repeat(MIB) + "z\r\n" + HTML + BODY),
        one("lines that end in LF", (FIELDS + HTML + BODY).replace("\r", "") + "\r\n"),
        one("no body", FIELDS),
        one("an empty body", FIELDS + "\r\n"),
        one("no fields", "x".repeat(2 * MIB) + "\r\n" + BODY),
        one("exactly 1 MiB", upTo(MIB) + BODY),
        one("one octet more", upTo(MIB + 1) + BODY),
        arguments("forged before the limit", FORGED + FIELDS + BODY, FIELDS + BODY),
        arguments("forged behind the limit", FIELDS + FORGED + BODY, FIELDS + BODY),
        arguments("forged and folded", FIELDS + half + " y\r\n\tz\r\n" + BODY, FIELDS + BODY),
        arguments("forged to the end", FIELDS + half + " y\r\n", FIELDS),
        arguments("forged, 5 MiB", FORGED.strip() + "x".repeat(5 * MIB) + "\r\n" + BODY, BODY),
        one("a look-alike in the body", FIELDS + BODY + FORGED));
  }

  private static Arguments one(String name, String mail) {
    return arguments(name, mail, mail);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mails")
  void itPassesByteForByteWithoutForgedFields(String name, String mail, String expected)
      throws Exception {
    try (Proxy proxy = new Proxy(folder);
        Proxy.Session session = proxy.loggedIn()) {
      String status =
          answer(
              session,
              "RETR 1",
              "+OK " + mail.length() + " octets",
              mail,
              mail.length() != expected.length());
      assertThat(status).isEqualTo("+OK " + expected.length() + " octets");
      assertSame(session, expected);
      assertThat(proxy.inbound.opened).hasValue(0);
    }
  }

  /** Forged fields and their names lie across the limit, and across every edge of a buffer. */
  @ParameterizedTest
  @ValueSource(ints = {1 << 13, 1 << 14, 1 << 16, MIB})
  void aForgedFieldAcrossAnEdgeIsTakenOut(int edge) throws Exception {
    try (Proxy proxy = new Proxy(folder);
        Proxy.Session session = proxy.loggedIn()) {
      String rest = upTo(MIB + 50_000 - edge) + BODY;
      for (int before : new int[] {0, 1, 2, 5, 10, 11, 20, 26, 27, 28, 30, 46, 47, 48}) {
        String start = upTo(edge - before);
        String mail = start + FORGED + " and a folded line\r\n" + rest;
        answer(session, "RETR 1", "+OK", mail, true);
        assertSame(session, start + rest);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 100})
  void topGivesTheHeaderAndAsManyLines(int lines) throws Exception {
    String header = FIELDS + FORGED + HTML;
    String[] bodies = {"\r\n", "\r\none\r\n", "\r\none\r\n.two\r\n\r\n", BODY};
    String body = bodies[lines < 3 ? lines : lines == 3 ? 2 : 3];
    try (Proxy proxy = new Proxy(folder);
        Proxy.Session session = proxy.loggedIn()) {
      answer(session, "TOP 1 " + lines, "+OK", header + body, false);
      assertSame(session, FIELDS + HTML + body);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 100})
  void topOfAServerWithoutTopGivesTheSame(int lines) throws Exception {
    String[] bodies = {"\r\n", "\r\none\r\n", "\r\none\r\n.two\r\n\r\n", BODY};
    String body = bodies[lines < 3 ? lines : lines == 3 ? 2 : 3];
    try (Proxy proxy = new Proxy(folder);
        Proxy.Session session = proxy.loggedIn()) {
      session.client().line("TOP 1 " + lines);
      assertThat(session.upstream().read()).isEqualTo("TOP 1 " + lines);
      session.upstream().line("-ERR what");
      assertThat(session.upstream().read()).isEqualTo("CAPA");
      session.upstream().send("+OK\r\nUIDL\r\n.\r\n");
      assertThat(session.upstream().read()).isEqualTo("RETR 1");
      send(session, "+OK", FIELDS + FORGED + HTML + BODY);
      session.client().read();
      assertSame(session, FIELDS + HTML + body);
    }
  }

  @Test
  void listAndStatAgreeOnceAForgedFieldWasTakenOut() throws Exception {
    String mail = FIELDS + FORGED + BODY;
    String size = Integer.toString(mail.length() - FORGED.length());
    try (Proxy proxy = new Proxy(folder);
        Proxy.Session session = proxy.loggedIn()) {
      answer(session, "RETR 1", "+OK", mail, true);
      assertSame(session, FIELDS + BODY);
      session.client().line("LIST 1");
      assertThat(session.upstream().read()).isEqualTo("UIDL");
      session.upstream().send("+OK\r\n1 uid\r\n.\r\n");
      assertThat(session.upstream().read()).isEqualTo("LIST 1");
      session.upstream().line("+OK 1 " + mail.length());
      assertThat(session.client().read()).isEqualTo("+OK 1 " + size);
      session.client().line("STAT");
      assertThat(session.upstream().read()).isEqualTo("LIST");
      session.upstream().send("+OK\r\n1 " + mail.length() + "\r\n.\r\n");
      assertThat(session.client().read()).isEqualTo("+OK 1 " + size);
    }
  }

  /** What is done with it there is told in the tests of the receiving flow. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anSmimeMailIsHandedToTheReceivingFlowWhole(boolean typeFirst) throws Exception {
    String type = "Content-Type: application/pkcs7-mime\r\n";
    String mail = (typeFirst ? type + FIELDS + FORGED : FIELDS + FORGED + type) + BODY;
    try (Proxy proxy = new Proxy(folder);
        Proxy.Session session = proxy.loggedIn()) {
      String status = answer(session, "RETR 1", "+OK", mail, true);
      String opened = session.client().readMultiLine();
      assertThat(proxy.inbound.opened).hasValue(1);
      assertThat(opened.contains("X-Sealpost-Verdict")).isFalse();
      assertThat(opened)
          .contains("X-Sealpost-For: ming@example.tw")
          .endsWith("\r\nONE\r\n..TWO\r\n\r\nTHREE\r\n.\r\n");
      int size = opened.length() - "..\r\n".length();
      assertThat(status).isEqualTo("+OK " + size + " octets");
      session.client().line("TOP 1 1");
      assertThat(session.client().read()).isEqualTo("+OK");
      String top = session.client().readMultiLine();
      assertThat(top).endsWith("\r\n\r\nONE\r\n.\r\n");
      assertThat(opened.startsWith(top.substring(0, top.length() - ".\r\n".length()))).isTrue();
    }
  }

  /** Fetches; the status line. The proxy asks for the UIDL of a mail whose size it learned. */
  private String answer(
      Proxy.Session session, String command, String status, String mail, boolean learns)
      throws Exception {
    session.client().line(command);
    assertThat(session.upstream().read()).isEqualTo(command);
    server =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    send(session, status, mail);
                    if (learns && session.upstream().read().equals("UIDL 1")) {
                      session.upstream().line("+OK 1 uid");
                    }
                  } catch (IOException e) {
                    // What the client did not get is told by the test's own thread.
                    return;
                  }
                });
    return session.client().read();
  }

  private static void send(Proxy.Session session, String status, String mail) throws IOException {
    session.upstream().send(status + "\r\n" + stuffed(mail) + ".\r\n");
  }

  private static String stuffed(String mail) {
    return mail.replace("\r\n.", "\r\n..");
  }

  /** Compares without printing megabytes. */
  private void assertSame(Proxy.Session session, String mail) throws Exception {
    byte[] expected = (stuffed(mail) + ".\r\n").getBytes(ISO_8859_1);
    byte[] received = session.client().in().readNBytes(expected.length);
    server.join();
    assertThat(Arrays.mismatch(received, expected)).isEqualTo(-1);
  }
}
