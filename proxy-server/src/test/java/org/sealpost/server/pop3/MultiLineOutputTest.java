package org.sealpost.server.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.server.pop3.MultiLineInputTest.octets;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MultiLineOutputTest {
  /** How clients take lines apart. */
  private static final List<Pattern> LINE_ENDS =
      List.of(Pattern.compile("\r\n|\n"), Pattern.compile("\r\n|\r|\n"));

  /** A lone dot beside a bare CR or LF, the only thing that a strict reader sees changed. */
  private static final Pattern LOOSE_DOT = Pattern.compile("(?<=\r|(?<!\r)\n)\\.(?=[\r\n])");

  @ParameterizedTest(name = "[{index}] {0}")
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      textBlock =
          """
          ''                    | .\\r\\n
          a                     | a\\r\\n.\\r\\n
          a\\r\\n               | a\\r\\n.\\r\\n
          a\\r                  | a\\r\\r\\n.\\r\\n
          a\\n                  | a\\n\\r\\n.\\r\\n
          .                     | ..\\r\\n.\\r\\n
          .\\r\\n               | ..\\r\\n.\\r\\n
          ..a\\r\\n             | ...a\\r\\n.\\r\\n
          a.\\r\\n.b\\r\\n       | a.\\r\\n..b\\r\\n.\\r\\n
          a\\r\\n.\\r\\nb\\r\\n  | a\\r\\n..\\r\\nb\\r\\n.\\r\\n
          a\\n.b\\r\\n          | a\\n.b\\r\\n.\\r\\n
          a\\n.\\r\\nb\\r\\n    | a\\n..\\r\\nb\\r\\n.\\r\\n
          a\\n.\\nb\\r\\n       | a\\n..\\nb\\r\\n.\\r\\n
          a\\n..\\nb\\r\\n      | a\\n..\\nb\\r\\n.\\r\\n
          a\\r.\\rb\\r\\n       | a\\r..\\rb\\r\\n.\\r\\n
          a\\r\\n.\\nb\\r\\n    | a\\r\\n..\\nb\\r\\n.\\r\\n
          a\\n.                 | a\\n..\\r\\n.\\r\\n
          a\\n.\\n.\\n          | a\\n..\\n..\\n\\r\\n.\\r\\n
          a\\0b                 | a\\0b\\r\\n.\\r\\n
          """)
  void dotsAreStuffed(String content, String wire) throws IOException {
    byte[] octets = octets(content);
    for (int chunk = 1; chunk <= Math.max(1, octets.length); chunk++) {
      assertThat(written(octets, chunk)).as("in chunks of " + chunk).isEqualTo(octets(wire));
    }
  }

  private static byte[] written(byte[] octets, int chunk) throws IOException {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    MultiLineOutput response = new MultiLineOutput(wire);
    for (int from = 0; from < octets.length; from += chunk) {
      response.write(octets, from, Math.min(chunk, octets.length - from));
    }
    response.end();
    return wire.toByteArray();
  }

  @Test
  void noShortMailEndsEarlyForAnyone() throws IOException {
    byte[] alphabet = octets(".x\\r\\n");
    for (int length = 0; length <= 7; length++) {
      byte[] mail = new byte[length];
      for (int which = 0; which < 1 << (2 * length); which++) {
        for (int i = 0; i < length; i++) {
          mail[i] = alphabet[(which >> (2 * i)) & 3];
        }
        endsForAllReadersWhereItEnds(mail);
      }
    }
  }

  @FuzzTest
  void noMailEndsEarlyForAnyone(byte[] mail) throws IOException {
    endsForAllReadersWhereItEnds(mail);
  }

  private static void endsForAllReadersWhereItEnds(byte[] mail) throws IOException {
    byte[] wire = written(mail, Math.max(1, mail.length / 3));
    String text = new String(wire, ISO_8859_1);
    for (Pattern lineEnd : LINE_ENDS) {
      List<String> lines = List.of(lineEnd.split(text));
      assertThat(lines.indexOf(".")).as(lineEnd + " of " + text).isEqualTo(lines.size() - 1);
    }
    MultiLineInput strict =
        new MultiLineInput(new WireInput(new ByteArrayInputStream(wire), () -> {}));
    String read = new String(strict.readAllBytes(), ISO_8859_1);
    String content = new String(mail, ISO_8859_1);
    String whole = content.isEmpty() || content.endsWith("\r\n") ? content : content + "\r\n";
    assertThat(read).isEqualTo(LOOSE_DOT.matcher(whole).replaceAll(".."));
  }
}
