package org.sealpost.policy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.sealpost.policy.TriggerFixture.STANDARD;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.failure.Failure;
import org.sealpost.mime.Header;

class TriggersTest {
  /** A line end is written {@code ~}. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what                                   | before                                            | after
          plain text                               | sUBJECT:  [encrypt] a  b~                         | sUBJECT:  a  b~
          a fold behind the keyword goes           | Subject: [encrypt]~ a~                            | Subject: a~
          a fold before the keyword stays          | Subject:~ [encrypt] a~                            | Subject:~ a~
          other folds stay                         | Subject: [encrypt] a~   b~TAB~                   | Subject: a~   b~TAB~
          at the end its blanks go                 | Subject: a~ b~  [encrypt]  ~                      | Subject: a~ b~
          nothing left is an empty subject         | Subject:~ [encrypt]~                              | Subject:~
          raw UTF-8 stays                          | Subject: [加密] 預算~                               | Subject: 預算~
          encoded rest stays as it was encoded     | Subject: [encrypt] =?big5?Q?=B9w=BA=E2?=~         | Subject: =?big5?Q?=B9w=BA=E2?=~
          the keyword alone encoded                | Subject: =?UTF-8?B?W+WKoOWvhl0=?= Budget~         | Subject: Budget~
          the keyword encoded with the rest        | Subject: =?UTF-8?Q?[encrypt]_caf=C3=A9?=~         | Subject: =?UTF-8?B?Y2Fmw6k=?=~
          the keyword in two encoded words         | Subject: =?UTF-8?Q?[encr?=~ =?UTF-8?Q?ypt]_a?=~   | Subject: a~
          other fields stay                        | X-Subject: [encrypt] a~                           | X-Subject: [encrypt] a~
          """)
  void theRestOfTheSubjectStays(String what, String before, String after)
      throws IOException, Failure {
    Header header = header(before);

    assertThat(written(Triggers.in(header, STANDARD).header()))
        .as(what)
        .isEqualTo(written(header(after)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "Big5", "GB18030", "UTF-16BE"})
  void aKeywordInAnyEncodingCounts(String charset) throws Exception {
    byte[] text = "[簽章] 會議 [加密]".getBytes(Charset.forName(charset));
    String word = "=?" + charset + "?B?" + Base64.getEncoder().encodeToString(text) + "?=";

    Triggers found = Triggers.in(header("Subject: " + word + "~"), STANDARD);

    assertThat(found.wishes().by())
        .isEqualTo(Map.of(Wish.SIGN, Decider.SUBJECT, Wish.ENCRYPT, Decider.SUBJECT));
    assertThat(found.header().first("Subject").orElseThrow().decodedValue()).isEqualTo("會議");
  }

  @Test
  void aKeywordInACharsetThatIsNotNamedRefuses() {
    for (String subject : List.of("Subject: [加密] 預算\r\n", "Subject :預算 [加密]\r\n")) {
      byte[] raw = subject.getBytes(Charset.forName("Big5"));
      assertThatExceptionOfType(Failure.class)
          .isThrownBy(() -> Triggers.in(Header.parse(raw), STANDARD))
          .withMessageContaining("charset");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=?hz-gb-2312?b?W357bNw/fn1d?=",
        "=?utf-7?b?WytVcUJieGctXQ==?=",
        "=?UTF-7?Q?+AFs-encrypt+AF0-?= a",
        "Re: a =?unicode-1-1-utf-7?Q?+AFs-encrypt+AF0-?=",
        "=?x-nobodys?Q?a?=",
        "=?utf-8?Q?a?= =?utf-7*en?Q?+AFs-encrypt+AF0-?="
      })
  void aKeywordInACharsetThatIsUnknownDoesNotPassUnseen(String subject) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> Triggers.in(header("Subject: " + subject + "~"), STANDARD))
        .withMessageContaining("charset");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Big5", "GB18030", "ISO-2022-JP", "KOI8-R", "UTF-8", "windows-1252"})
  void aSubjectInAKnownCharsetPasses(String charset) throws Exception {
    byte[] text = "a b".getBytes(Charset.forName(charset));
    String word = "=?" + charset + "?B?" + Base64.getEncoder().encodeToString(text) + "?=";

    assertThat(Triggers.in(header("Subject: " + word + " =?~"), STANDARD).wishes().by()).isEmpty();
  }

  @Test
  void otherTextInACharsetThatIsNotNamedStays() throws Exception {
    byte[] raw = "Subject: caf\u00e9\r\n".getBytes(ISO_8859_1);

    Triggers found = Triggers.in(Header.parse(raw), STANDARD);

    assertThat(found.wishes().by()).isEmpty();
    assertThat(found.header().first("Subject").orElseThrow().raw()).isEqualTo(raw);
  }

  @Test
  void theHeaderFieldAsksAndIsTakenOut() throws Exception {
    Triggers found =
        Triggers.in(header("A: b~X-Sealpost: Sign~x-sealpost:encrypt~Subject: c~"), STANDARD);

    assertThat(found.wishes().by())
        .isEqualTo(Map.of(Wish.SIGN, Decider.FIELD, Wish.ENCRYPT, Decider.FIELD));
    assertThat(written(found.header())).isEqualTo(written(header("A: b~Subject: c~")));
  }

  @Test
  void anUnknownWishRefuses() {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> Triggers.in(header("X-Sealpost: sign, encypt~"), STANDARD))
        .withMessageContaining("\"encypt\"")
        .withMessageContaining("sign-only");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Company-Confidential", "personal", "PRIVATE", "Company Confidential"})
  void aSensitiveMailAsksForEncryptionAndSaysSoItself(String value) throws Exception {
    Header header = header("Sensitivity: " + value + "~");

    Triggers found = Triggers.in(header, STANDARD);

    assertThat(found.wishes().by()).isEqualTo(Map.of(Wish.ENCRYPT, Decider.SENSITIVITY));
    assertThat(written(found.header())).isEqualTo(written(header));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Normal", "", "very private"})
  void otherSensitivitiesAskForNothing(String value) throws Exception {
    assertThat(Triggers.in(header("Sensitivity: " + value + "~"), STANDARD).wishes().by())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "In-Reply-To: <a@b>~Subject: R: Contract     [sign-only]~",
        "References: <a@b>~Subject: Contract [plain]~",
        "Auto-Submitted: auto-replied~Subject: =?UTF-8?B?6Ieq5YuV5Zue6KaGOiDlkIjntIQgW+S4jeWKoOWvhl0=?=~"
      })
  void theSubjectOfTheMailThatIsAnsweredDoesNotWeakenTheAnswer(String header) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> Triggers.in(header(header), STANDARD))
        .withMessageContaining("where it does not count");
  }

  @Test
  void anAnswerThatNobodyLooksAtIsNotWeakenedByTheSubjectItTakesOver() {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(
            () ->
                Triggers.in(
                    header("Auto-Submitted: auto-replied (rfc3834)~Subject: [plain] a~"), STANDARD))
        .withMessageContaining("automatic answer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "In-Reply-To: <a@b>~Subject: [sign-only] R: Contract~",
        "Auto-Submitted: auto-generated~Subject: [sign-only] Backup done~",
        "Auto-Submitted: auto-replied~X-Sealpost: sign-only~Subject: R: Contract~"
      })
  void whatTheWriterOfAnAnswerAsksForCounts(String header) throws Exception {
    assertThat(Triggers.in(header(header), STANDARD).wishes().by()).containsKey(Wish.SIGN_ONLY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Subject: [plain] [encrypt] a~",
        "Subject: [plain] a [sign]~",
        "Subject: [sign-only] [encrypt] a~",
        "Subject: [plain] a~X-Sealpost: sign~",
        "Subject: [sign-only] a~Sensitivity: private~",
        "Subject: [plain] a~Subject: [encrypt] b~",
        "X-Sealpost: plain, sign-only~"
      })
  void wishesThatContradictEachOtherRefuse(String header) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> Triggers.in(header(header), STANDARD))
        .withMessageContaining("cannot go together");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Subject: [sign] [encrypt] a~",
        "Subject: [sign] [sign-only] a~",
        "Subject: [encrypt] a~X-Sealpost: sign, encrypt~Sensitivity: private~"
      })
  void wishesThatGoTogetherAllCount(String header) throws Exception {
    assertThat(Triggers.in(header(header), STANDARD).wishes().by()).hasSize(2);
  }

  private static Header header(String written) {
    return Header.parse(written.replace("~", "\r\n").replace("TAB", "\tc").getBytes(UTF_8));
  }

  private static String written(Header header) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    header.writeTo(out);
    return out.toString(UTF_8);
  }
}
