package org.sealpost.server.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;

class Utf8ReplyTest {
  private static final Words WORDS = Words.beside(SmtpReply.class);

  /** Our words about what a server said, as the client gets it, line by line. */
  private static List<String> told(String said, Locale language) throws Exception {
    return told(WORDS.phrase("upstream.not-reset", "real.example", said), language);
  }

  private static List<String> told(Phrase words, Locale language) throws Exception {
    byte[] octets = SmtpReply.of(550, "5.7.1", words).in(language).bytes();
    String wire = UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
    assertThat(wire).endsWith("\r\n");
    for (String line : new String(octets, ISO_8859_1).split("\r\n", -1)) {
      assertThat(line.length()).isLessThanOrEqualTo(510);
    }
    return Stream.of(wire.split("\r\n", -1)).filter(line -> !line.isEmpty()).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "550 no\r\n250 2.0.0 OK",
        "550 no\n250 2.0.0 OK",
        "550 no\u0085250 2.0.0 OK",
        "550 no\u2028250 2.0.0 OK",
        "550 no\u202e\u2066250 2.0.0 OK\u2069",
        "550 no\u0000\u001b[2J250 2.0.0 OK",
      })
  void attackTextOfAServerBeginsNoLineAndTurnsNoWriting(String said) throws Exception {
    List<String> lines = told(said, Phrase.TAIWAN);
    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst())
        .startsWith("550 5.7.1 您的郵件伺服器 real.example")
        .contains("250 2.0.0 OK")
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
  }

  @Test
  void honestChineseOfAServerArrives() throws Exception {
    String said = ReplyText.decoded(new String("550 信箱已滿".getBytes(UTF_8), ISO_8859_1));
    assertThat(told(said, Phrase.TAIWAN).getFirst()).contains("回覆為：550 信箱已滿。");
  }

  @Test
  void whatIsNoUtf8IsLeftAsOctets() {
    assertThat(ReplyText.decoded("\u00fc\u00e4")).isEqualTo("\u00fc\u00e4");
  }

  @Test
  void englishStaysAscii() throws Exception {
    assertThat(told("550 信箱\r\n250 ok", Locale.ENGLISH).getFirst())
        .matches("\\p{ASCII}+")
        .startsWith("550 5.7.1 Your mail server real.example did not let");
    byte[] octets = SmtpReply.of(550, "5.7.1", WORDS.phrase("upstream.gone", "伺服器")).bytes();
    assertThat(US_ASCII.newDecoder().decode(ByteBuffer.wrap(octets)).toString()).contains("???");
  }

  @Test
  void longTextIsBrokenBetweenCharacters() throws Exception {
    for (int before = 0; before < 5; before++) {
      String text = "a".repeat(before) + "這封郵件必須加密".repeat(60) + "😀".repeat(150) + "。";
      List<String> lines = told(Phrase.verbatim(text), Phrase.TAIWAN);
      assertThat(lines).hasSizeGreaterThan(3).allMatch(line -> line.startsWith("550"));
      assertThat(String.join("", lines.stream().map(line -> line.substring(10)).toList()))
          .isEqualTo(text);
    }
  }

  @Test
  void noLineBeginsWithWhatEndsASentence() throws Exception {
    List<String> lines = told(Phrase.verbatim("請再寄一次。，".repeat(100)), Phrase.TAIWAN);
    assertThat(lines).hasSizeGreaterThan(2).noneMatch(line -> line.matches(".{10}[。，].*"));
  }

  @Test
  void whatAServerSaidStaysAsItIs() {
    SmtpReply reply = new SmtpReply(550, List.of("5.1.1 no such user"));
    assertThat(reply.in(Phrase.TAIWAN)).isEqualTo(reply);
    assertThat(reply.told()).isEqualTo(Phrase.Told.verbatim("5.1.1 no such user"));
  }

  @Test
  void aReplyOfOursIsRecordedInBothLanguages() {
    assertThat(SmtpReply.of(503, "5.5.1", WORDS.phrase("mail.first")).quotedTold())
        .isEqualTo(new Phrase.Told("503 5.5.1 Say MAIL first", "503 5.5.1 請先送出 MAIL"));
  }
}
