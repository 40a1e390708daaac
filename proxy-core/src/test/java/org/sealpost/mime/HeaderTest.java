package org.sealpost.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderTest {
  private static Header parse(String text) {
    return Header.parse(text.getBytes(ISO_8859_1));
  }

  private static String written(Header header) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    header.writeTo(out);
    return out.toString(ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Subject: one\r\nTo: two\r\n",
        "Subject: folded\r\n  here\r\n\tand here\r\nTo: two\r\n",
        "Subject : blank before the colon\r\n",
        "From someone@example.org Sat Jan  1 10:00:00 2026\r\nSubject: mbox\r\n",
        ">From someone@example.org Sat Jan  1 10:00:00 2026\r\nSubject: mbox\r\n",
        "Subject: bare\nTo: line feeds\n",
        "Subject: mixed\r\nTo: line feeds\n",
        "no colon here\r\nSubject: x\r\nnor here\r\n",
        " folded from nowhere\r\nSubject: x\r\n",
        "Subject: obsolete folding\r\n \r\n goes on\r\n",
        "Subject: caf\u00c3\u00a9\r\n",
        "Subject: caf\u00e9\r\n",
        "Subject:\r\n",
        ":\r\n",
        "Subject: a CR\r inside\u0000\r\n",
      })
  void everyHeaderIsWrittenAsItStood(String text) throws IOException {
    assertThat(written(parse(text))).isEqualTo(text);
  }

  @Test
  void aMissingLineEndIsAddedSoThatFieldsDoNotRunTogether() throws IOException {
    Header header = parse("Subject: cut").with(HeaderField.of("X-Added", "yes"));

    assertThat(written(header)).isEqualTo("Subject: cut\r\nX-Added: yes\r\n");
  }

  @Test
  void whatFollowsTheEmptyLineIsNotHeader() throws IOException {
    assertThat(written(parse("A: 1\r\n\r\nB: 2\r\n"))).isEqualTo("A: 1\r\n");
  }

  @Test
  void theCallerSArrayMayChangeLater() throws IOException {
    byte[] raw = "Subject: x\r\n".getBytes(ISO_8859_1);
    Header header = Header.parse(raw);
    Arrays.fill(raw, (byte) 0);

    assertThat(written(header)).isEqualTo("Subject: x\r\n");
  }

  @Test
  void fieldsAreFoundWhateverTheirCase() {
    Header header = parse("SUBJECT: one\r\nTo: x\r\nsubject: two\r\n");

    assertThat(header.first("Subject")).map(HeaderField::value).contains("one");
    assertThat(header.all("Subject")).extracting(HeaderField::value).containsExactly("one", "two");
    assertThat(header.first("Cc")).isEmpty();
  }

  @Test
  void aFieldWithBlanksBeforeItsColonDoesNotSlipThroughAFilter() throws IOException {
    Header header = parse("X-Seal \t: forged\r\nx-seal: forged\r\n folded\r\nTo: x\r\n");

    assertThat(written(header.without(field -> field.is("X-Seal")))).isEqualTo("To: x\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "From someone@example.org Sat Jan  1 10:00:00 2026\r\n",
        ">From someone@example.org Sat Jan  1 10:00:00 2026\r\n",
        "no colon\r\n",
        "two words: x\r\n",
        ": x\r\n",
        " Subject: x\r\n",
        "Subj\u00e9ct: x\r\n"
      })
  void whatIsNoFieldHasNoName(String line) {
    assertThat(parse(line).fields()).extracting(HeaderField::name).containsExactly("");
  }

  static Stream<Arguments> addressFields() {
    return Stream.of(
        Arguments.of("a@example.org", List.of("a@example.org")),
        Arguments.of("Anna <a@example.org>", List.of("a@example.org")),
        Arguments.of("<a@example.org>, b@example.org", List.of("a@example.org", "b@example.org")),
        Arguments.of("\"Doe, John\" <j@example.org>", List.of("j@example.org")),
        Arguments.of("Doe, John <j@example.org>", List.of("j@example.org")),
        Arguments.of("a@example.org (a comment, <x@y.org>)", List.of("a@example.org")),
        Arguments.of("Anna (com (nested) ment) <a@example.org>", List.of("a@example.org")),
        Arguments.of("=?utf-8?q?J=C3=B6rg?= <j@example.org>", List.of("j@example.org")),
        Arguments.of(
            "=?utf-8?q?victim=40bank=2Eorg=2C?= <j@example.org>", List.of("j@example.org")),
        Arguments.of("\"victim@bank.org\" <j@example.org>", List.of("j@example.org")),
        Arguments.of("victim@bank.org <j@example.org>", List.of("j@example.org")),
        Arguments.of(
            "Friends: a@example.org, B <b@example.org>;, c@example.org",
            List.of("a@example.org", "b@example.org", "c@example.org")),
        Arguments.of("undisclosed-recipients:;", List.of()),
        Arguments.of("\"a b\"@example.org", List.of("\"a b\"@example.org")),
        Arguments.of("\"a@b\"@example.org", List.of("\"a@b\"@example.org")),
        Arguments.of("<@relay.org,@other.org:a@example.org>", List.of("a@example.org")),
        Arguments.of("j\u00f6rg@ex\u00e4mple.org", List.of("j\u00f6rg@ex\u00e4mple.org")),
        Arguments.of("\u4fdd@\u5bc6.tw", List.of("\u4fdd@\u5bc6.tw")),
        Arguments.of(
            "Anna <a@example.org>,\r\n\tBert <b@example.org>",
            List.of("a@example.org", "b@example.org")),
        Arguments.of("a@example.org,, b@example.org,", List.of("a@example.org", "b@example.org")),
        Arguments.of("a@example.org; b@example.org", List.of("a@example.org", "b@example.org")),
        Arguments.of("<>", List.of()),
        Arguments.of("", List.of()),
        Arguments.of("just a name", List.of()),
        Arguments.of("Anna <a@example.org", List.of()),
        Arguments.of("\"Anna <a@example.org>", List.of("a@example.org")),
        Arguments.of("a(b)c@example.org", List.of()),
        Arguments.of("a@@example.org", List.of()),
        Arguments.of("a@", List.of()),
        Arguments.of("@example.org", List.of()),
        Arguments.of("a@exam\u0000ple.org", List.of()),
        Arguments.of("a b@example.org", List.of()),
        Arguments.of("a@[192.0.2.1]", List.of("a@[192.0.2.1]")));
  }

  @ParameterizedTest
  @MethodSource("addressFields")
  void addressesAreReadWhateverTheirForm(String value, List<String> addresses) {
    Header header = Header.parse(("From: " + value + "\r\n").getBytes(UTF_8));

    assertThat(header.addresses("from")).isEqualTo(addresses);
  }

  @Test
  void addressesOfAllFieldsOfTheNameCount() {
    assertThat(parse("To: a@x.org\r\nCc: b@x.org\r\nTo: c@x.org\r\n").addresses("To"))
        .containsExactly("a@x.org", "c@x.org");
  }

  @FuzzTest
  void anyBytesAreAHeader(byte[] raw) {
    assertThatCode(
            () -> {
              Header header = Header.parse(raw);
              header.fields().forEach(HeaderField::decodedValue);
              header.fields().forEach(field -> FieldParameters.of(field).decoded("name"));
              header.fields().forEach(field -> header.addresses(field.name()));
              header.writeTo(new ByteArrayOutputStream());
            })
        .doesNotThrowAnyException();
  }
}
