package org.sealpost.unmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealpost.mark.SealWord;
import org.sealpost.mime.Content;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.testmail.Mails;

/**
 * Answers and forwarded mails in the shapes that mail programs give them: {@code name.eml} leaves
 * as {@code name.clean}.
 */
class ClientShapesTest {
  private static final Path SHAPES = Path.of("src/test/resources/org/sealpost/unmark/shapes");

  /** Prints each part's name and text; says where a word is, also if all is read as one text. */
  private static final String JUDGE =
      """
      import email, email.policy, html, pathlib, re, sys, urllib.parse
      def texts(mail):
          for part in mail.walk():
              for name, value in part.items():
                  yield value
              yield part.get_filename() or ''
              if part.is_multipart():
                  continue
              body = part.get_payload(decode=True) or b''
              if (part.get_filename() or '').endswith('.eml'):
                  yield from texts(email.message_from_bytes(body, policy=email.policy.default))
              for charset in {part.get_content_charset('utf-8'), 'utf-8', 'big5'}:
                  text = body.decode(charset, 'replace')
                  yield text
                  yield re.sub('<[^>]*>', '', html.unescape(text))
                  yield urllib.parse.unquote(text)
      judged = 0
      for path in sorted(pathlib.Path(sys.argv[1]).glob('*.clean')):
          mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
          for text in texts(mail):
              if '松' in text:
                  print(path.name, ascii(text))
          judged += 1
      print('judged', judged)
      """;

  @TempDir Path folder;

  static Stream<String> shapes() throws IOException {
    try (Stream<Path> files = Files.list(SHAPES)) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".eml"))
              .map(name -> name.replace(".eml", ""))
              .sorted()
              .toList();
      return names.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void theMarkIsTakenOffAndNothingElse(String shape) throws Exception {
    byte[] clean = clean(shape);

    String expected = Files.readString(SHAPES.resolve(shape + ".clean"), ISO_8859_1);
    assertThat(new String(clean, ISO_8859_1).replace("\r\n", "\n")).isEqualTo(expected);
  }

  @Test
  void pythonFindsTheWordInNoneOfThem() throws Exception {
    List<String> shapes = shapes().toList();
    for (String shape : shapes) {
      Files.write(folder.resolve(shape + ".clean"), clean(shape));
    }

    assertThat(judge()).isEqualTo("judged " + shapes.size() + "\n");
  }

  private byte[] clean(String shape) throws Exception {
    String text = Files.readString(SHAPES.resolve(shape + ".eml"), ISO_8859_1);
    Content mail = Content.of(text.replace("\n", "\r\n").getBytes(ISO_8859_1));
    MarkRemover remover =
        new MarkRemover(Optional.of(new SealWord("松柏")), new SpoolFactory(folder, 100));
    try (Unmarked unmarked = remover.remove(Mails.entity(mail))) {
      return Mails.bytes(unmarked.mail());
    }
  }

  private String judge() throws IOException, InterruptedException {
    Path script = Files.writeString(folder.resolve("judge.py"), JUDGE);
    Process python;
    try {
      python =
          new ProcessBuilder("python3", script.toString(), folder.toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "python3 is not installed");
      throw e;
    }
    String said = new String(python.getInputStream().readAllBytes(), UTF_8);
    assertThat(python.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said;
  }
}
