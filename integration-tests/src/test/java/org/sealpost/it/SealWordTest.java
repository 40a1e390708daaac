package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealpost.harness.Authority;
import org.sealpost.harness.Installation;
import org.sealpost.harness.Installation.Setup;
import org.sealpost.harness.ServerAddress;
import org.sealpost.it.ReadingClients.Shape;

/**
 * Mail clients answer and forward a mail that was opened with a mark before its subject. Nothing
 * that reaches the real server tells the word in it, read by Python, and nothing else is lost.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SealWordTest {
  private static final String MING = "ming@example.test";

  /** Prints where the word is, raw or decoded, and whether the mail's own text is there. */
  private static final String JUDGE =
      """
      import email, email.policy, html, re, sys
      from email.header import decode_header, make_header
      raw = open(sys.argv[1], 'rb').read()
      seen = [raw.decode('latin-1'), raw.decode('utf-8', 'replace')]
      def words(match):
          try:
              return str(make_header(decode_header(match.group())))
          except Exception:
              return match.group()
      def look(mail):
          for part in mail.walk():
              seen.extend(str(value) for value in part.values())
              seen.append(str(part.get_filename()))
              if part.is_multipart():
                  continue
              body = part.get_payload(decode=True)
              text = body.decode(part.get_content_charset('utf-8'), 'replace')
              seen.extend([text, body.decode('utf-8', 'replace'), html.unescape(text)])
              joined = re.sub(r'\\r?\\n[ \\t>]+', '', text)
              seen.append(re.sub(r'=\\?[^?]+\\?[bBqQ]\\?[^?]*\\?=', words, joined))
      look(email.message_from_bytes(raw, policy=email.policy.default))
      for text in seen:
          for word in ['\\u677e', '\\u67cf', '5p2+5p+P', 'advuafj', 'nb7mn4', '=E6=9D=BE']:
              if word in text:
                  print('found', ascii(word), 'in', ascii(text))
      everything = '\\n'.join(seen)
      for whole in ['\\u4e03\\u6708\\u5831\\u544a', 'nothing of it is lost|bm90aGluZyBvZiBpdCBpcyBsb3N0']:
          if not any(form in everything for form in whole.split('|')):
              print('lost', ascii(whole))
      print('judged')
      """;

  @TempDir static Path folder;
  private HeldServer server;
  private Installation side;

  @BeforeAll
  void start() throws Exception {
    server = new HeldServer();
    ServerAddress upstream = new ServerAddress("127.0.0.1", server.port(), "none");
    side =
        Installation.create(
            folder.resolve("ming"),
            Setup.of(
                new Authority("Seal CA").person("Ming", MING),
                MING,
                upstream,
                upstream,
                "policy { sign = always, encrypt = never }",
                "marks.seal-word = \"松柏\""));
    side.start();
  }

  @AfterAll
  void stop() throws Exception {
    if (side != null) {
      side.close();
    }
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void theSealWordStaysHere(Shape shape) throws Exception {
    server.copies.clear();
    ReadingClients clients =
        new ReadingClients(Files.createTempDirectory(folder, "client"), side.smtpPort());

    Programs.Run run = clients.send(shape);

    assertThat(server.copies).as(run.output()).hasSize(1);
    String mail = server.copies.getFirst().mail();
    assertThat(mail).contains("multipart/signed");
    if (shape.attaches()) {
      assertThat(mail.toLowerCase(java.util.Locale.ROOT)).doesNotContain("x-sealpost");
    }
    assertThat(judge(mail)).isEqualTo("judged\n");
  }

  private static String judge(String mail) throws Exception {
    Programs.need("python3");
    Path script = Files.writeString(folder.resolve("judge.py"), JUDGE);
    Path file = Files.writeString(folder.resolve("mail"), mail, StandardCharsets.ISO_8859_1);
    return Programs.run(List.of("python3", script.toString(), file.toString())).output();
  }
}
