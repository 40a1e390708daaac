package org.sealpost.unmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.failure.Failure;
import org.sealpost.mark.SealWord;
import org.sealpost.mime.Content;
import org.sealpost.mime.Entity;
import org.sealpost.mime.MimeException;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.testmail.Mails;

/** Whatever the mail: it is refused in words, or clean then, and clean mails do not change. */
class MarkRemoverFuzzTest {
  private static final String[] PIECES = {
    "[",
    "]",
    "松",
    "柏",
    "松柏",
    " ",
    "✔",
    "簽章",
    "🔒",
    "[松柏 ✔簽章 🔒] ",
    "\r\n",
    "\r\n> ",
    "<b>",
    "&#91;",
    "&#26494;",
    "&nbsp;",
    "%5B",
    "%E6%9D%BE",
    "=?utf-8?B?5p2+5p+P?=",
    "=?utf-8?q?[?=",
    "Subject: ",
    "\r\n\r\n",
    "--b",
    "--b--",
    "Content-Type: ",
    "multipart/mixed; boundary=b",
    "text/html",
    "message/rfc822",
    "; name=\"",
    "\"",
    "Content-Transfer-Encoding: base64",
    "quoted-printable",
    "=E6=9D=BE",
    "=\r\n",
    "\u001b$B",
    "a",
    "charset=iso-2022-jp",
    "maple"
  };

  private final MarkRemover remover =
      new MarkRemover(
          Optional.of(new SealWord("松柏")),
          new SpoolFactory(Path.of(System.getProperty("java.io.tmpdir")), 1 << 22));

  @FuzzTest
  void isCleanOrRefused(byte[] mail) throws IOException {
    check(mail);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void mailsOfPiecesOfMarksAreCleanOrRefused(int seed) throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      StringBuilder mail = new StringBuilder();
      int pieces = random.nextInt(60);
      for (int j = 0; j < pieces; j++) {
        mail.append(PIECES[random.nextInt(PIECES.length)]);
      }
      check(mail.toString().getBytes(UTF_8));
    }
  }

  private void check(byte[] mail) throws IOException {
    try (Unmarked once = remover.remove(Entity.parse(Content.of(mail)))) {
      byte[] clean = Mails.bytes(once.mail());
      // Encoded anew, a character takes at most three bytes in quoted-printable.
      assertThat(clean.length).isLessThanOrEqualTo(4 * mail.length + 4000);
      if (!new String(mail, ISO_8859_1).contains("base64")) {
        // What only calls itself base64 is garbage for every reader.
        assertThat(new String(clean, UTF_8)).doesNotContain("[松柏 ✔簽章 🔒]");
      }
      if (!mayHoldTheWord(mail)) {
        assertThat(clean).isEqualTo(mail);
      }
      try (Unmarked twice = remover.remove(Entity.parse(once.mail()))) {
        assertThat(Mails.bytes(twice.mail())).isEqualTo(clean);
      }
    } catch (Failure | MimeException e) {
      assertThat(e.getMessage()).doesNotContain("松柏");
    }
  }

  /** Neither as it is nor in anything that could hide it. */
  private static boolean mayHoldTheWord(byte[] mail) {
    String text = new String(mail, ISO_8859_1);
    return text.chars().anyMatch(c -> c > 127 || c == 0x1b)
        || text.matches("(?si).*([&%=]|base64|x-sealpost|results).*");
  }
}
