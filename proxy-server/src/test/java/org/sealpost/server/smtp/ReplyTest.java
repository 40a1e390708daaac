package org.sealpost.server.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.failure.Phrase;

class ReplyTest {
  private static SmtpReply read(String wire) throws IOException {
    return new ReplyReader(new WireInput(new ByteArrayInputStream(wire.getBytes(ISO_8859_1))))
        .read();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "250 2.0.0 OK\r\n",
        "550-5.1.1 No such user\r\n550-5.1.1 here\r\n550 5.1.1 at all\r\n",
        "250-\r\n250 \r\n",
        "554 \u00fc\u00e4 not ASCII\r\n",
      })
  void replyOfTheServerIsPassedOnAsItIs(String wire) throws IOException {
    assertThat(new String(read(wire).bytes(), ISO_8859_1)).isEqualTo(wire);
  }

  @Test
  void controlCharactersInAReplyDoNotReachTheClient() throws IOException {
    assertThat(new String(read("250 a\rb\0c\u001b[2J\r\n").bytes(), ISO_8859_1))
        .isEqualTo("250 a b c [2J\r\n");
  }

  @Test
  void onOneLineTheEnhancedCodeIsThereOnce() throws IOException {
    assertThat(read("550-5.7.1 put [sign-only]\r\n550-5.7.1 at the\r\n550 5.7.2 end\r\n").quoted())
        .isEqualTo("550 5.7.1 put [sign-only] at the 5.7.2 end");
    assertThat(read("550-no code\r\n550 5.7.1 here\r\n").text()).isEqualTo("no code 5.7.1 here");
  }

  @Test
  void bareLfEndsAReplyLine() throws IOException {
    assertThat(read("250-a\n250 b\n").lines()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\n",
        "+OK POP3\r\n",
        "25\r\n",
        "2500 x\r\n",
        "650 x\r\n",
        "250-a\r\n550 b\r\n",
        "\r\n",
      })
  void whatIsNoReplyIsAnError(String wire) {
    assertThatThrownBy(() -> read(wire)).isInstanceOf(IOException.class);
  }

  @Test
  void endInAReplyIsTold() {
    assertThatThrownBy(() -> read("250-a\r\n250")).isInstanceOf(EOFException.class);
  }

  @Test
  void replyWithoutEndIsGivenUp() {
    assertThatThrownBy(() -> read("250-x\r\n".repeat(10_000))).hasMessageContaining("without end");
    assertThatThrownBy(() -> read("250 " + "x".repeat(100_000)))
        .hasMessageContaining("without end");
  }

  @Test
  void longTextOfOursIsBrokenIntoLines() {
    SmtpReply reply = SmtpReply.of(451, "4.3.0", Phrase.verbatim("word ".repeat(300)));
    assertThat(reply.lines()).hasSizeGreaterThan(1).allMatch(line -> line.startsWith("4.3.0 word"));
    for (String line : new String(reply.bytes(), ISO_8859_1).split("\r\n", -1)) {
      assertThat(line.length()).isLessThanOrEqualTo(510);
    }
  }

  @Test
  void textOfOursIsOneLineOfAscii() {
    assertThat(SmtpReply.of(451, "4.3.0", Phrase.verbatim("a\r\n250 b\u00e9")).lines())
        .containsExactly("4.3.0 a 250 be");
  }
}
