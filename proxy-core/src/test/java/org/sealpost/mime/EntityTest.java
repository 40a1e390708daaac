package org.sealpost.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTest {
  private static Entity parse(String... lines) throws IOException, MimeException {
    return Entity.parse(Content.of(String.join("\r\n", lines).getBytes(ISO_8859_1)));
  }

  private static String text(Content content) {
    try {
      return new String(content.open().readAllBytes(), ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The shape of a mail: each leaf's body in quotes, each multipart in brackets. */
  private static String shape(Entity entity) {
    if (entity.message().isPresent()) {
      return "<" + shape(entity.message().get()) + ">";
    }
    return entity.parts().isEmpty()
        ? "'" + text(entity.body()).replace("\r", "\\r").replace("\n", "\\n") + "'"
        : entity.parts().stream().map(EntityTest::shape).toList().toString();
  }

  static Stream<Arguments> bodies() {
    return Stream.of(
        Arguments.of("--b\n\none\n--b\n\ntwo\n--b--\n", "['one', 'two']"),
        Arguments.of("preamble\n--b\n\none\n--b--\nepilogue\n", "['one']"),
        Arguments.of("\n\n--b\n\none\n--b--", "['one']"),
        Arguments.of("--b\n\none\n\n--b--\n", "['one\\r\\n']"),
        Arguments.of("--b \t \n\none\n--b--\t\n", "['one']"),
        Arguments.of("--b\n\none\n--bc\n--b--\n", "['one\\r\\n--bc']"),
        Arguments.of("--b\n\none\n --b\n--b--\n", "['one\\r\\n --b']"),
        Arguments.of("--b\n\none\n--b x\n--b--\n", "['one\\r\\n--b x']"),
        Arguments.of("--b\n\none\n--b-\n--b--\n", "['one\\r\\n--b-']"),
        Arguments.of("--b\n\none\n--b---\n--b--\n", "['one\\r\\n--b---']"),
        Arguments.of("--b\n\none\n--B\n--b--\n", "['one\\r\\n--B']"),
        Arguments.of("--b\n\none--b\n--b--\n", "['one--b']"),
        Arguments.of("--b\n\none", "['one']"),
        Arguments.of("--b\n\none\n", "['one\\r\\n']"),
        Arguments.of("--b\n\none\n--b\n", "['one', '']"),
        Arguments.of("--b\n\none\n--b", "['one', '']"),
        Arguments.of("--b\n\none\n--b--\n--b\n\ntwo\n--b--\n", "['one']"),
        Arguments.of("--b\n--b\n\n--b\n\n\n--b--", "['', '', '']"),
        Arguments.of("--b\nX-Only: header\n--b--", "['']"),
        Arguments.of("--b\nX-Only: header\n\n--b--", "['']"),
        Arguments.of("--b\nno header\n\none\n--b--", "['one']"),
        Arguments.of("--b--\n", "'--b--\\r\\n'"),
        Arguments.of("no delimiter\n", "'no delimiter\\r\\n'"),
        Arguments.of("", "''"),
        Arguments.of(
            "--b\nContent-Type: multipart/mixed; boundary=bb\n\n--bb\n\none\n--bb--\n--b\n\ntwo\n"
                + "--b--",
            "[['one'], 'two']"),
        Arguments.of(
            "--b\nContent-Type: multipart/mixed; boundary=bb\n\n--bb\n\none\n--b\n\ntwo\n--b--",
            "[['one'], 'two']"),
        Arguments.of(
            "--b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b--", "['', 'one']"),
        Arguments.of(
            "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c--\n--c\n\nx\n--b--",
            "['--c--\\r\\n--c\\r\\n\\r\\nx']"),
        Arguments.of("--b\nContent-Type: message/rfc822\n\nSubject: x\n\none\n--b--", "[<'one'>]"),
        Arguments.of(
            "--b\nContent-Type: message/rfc822\n\nContent-Type: multipart/mixed; boundary=c\n\n"
                + "--c\n\none\n--c\n\ntwo\n--b\n\nthree\n--b--",
            "[<['one', 'two']>, 'three']"),
        Arguments.of(
            "--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3V\n--b--",
            "['U3V']"),
        Arguments.of("--b\nContent-Type: message/rfc822\n\n--b--", "['']"));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void partsLieBetweenDelimiters(String body, String shape) throws Exception {
    String header = "Content-Type: multipart/mixed; boundary=\"b\"\n\n";

    assertThat(shape(parse((header + body).split("\n", -1)))).isEqualTo(shape);
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void offsetsAreRightWhereLinesEndInLineFeedsOnly(String body, String shape) throws Exception {
    String header = "Content-Type: multipart/mixed; boundary=\"b\"\n\n";

    assertThat(shape(parse(header + body))).isEqualTo(shape.replace("\\r", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "boundary=b,b",
    "boundary=\"b\",b",
    "boundary=\"b \",b",
    "boundary=b;x=y,b",
    "x=y; boundary = b ; z,b",
    "BOUNDARY=b,b",
    "boundary=b (a comment),b",
    "'boundary=\"a:b=c\"',a:b=c",
    "boundary=a:b=c,a:b=c",
    "'boundary=\"a\\\"b\"',a\"b",
    "boundary=b; boundary=c,b",
    "boundary*=us-ascii''b%20c,",
  })
  void theBoundaryIsFoundHoweverItIsWritten(String parameters, String boundary) throws Exception {
    Entity mail =
        parse("Content-Type: multipart/mixed; " + parameters, "", "--" + boundary, "", "one");

    assertThat(mail.parts()).hasSize(boundary == null ? 0 : 1);
  }

  @Test
  void aHeaderMayEndTheMail() throws Exception {
    assertThat(parse("Subject: x").header().first("Subject")).isPresent();
    assertThat(parse("Subject: x").body().size()).isZero();
    assertThat(parse("").body().size()).isZero();
    assertThat(text(parse("", "body").body())).isEqualTo("body");
  }

  @Test
  void contentAndBodyAreExact() throws Exception {
    Entity mail = parse("Subject: x", "Content-Type: text/plain", "", "body", "");

    assertThat(text(mail.content())).endsWith("\r\n\r\nbody\r\n");
    assertThat(text(mail.body())).isEqualTo("body\r\n");
    assertThat(mail.bodyOffset()).isEqualTo(mail.content().size() - 6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Type: TEXT/Html; charset=utf-8|text/html",
        "Content-Type: text/html (comment)|text/html",
        "Content-Type: text|text/plain",
        "Content-Type: /|text/plain",
        "Content-Type: a/b/c|text/plain",
        "Content-Type: te xt/html|text/plain",
        "Content-Type:|text/plain",
        "X-Other: x|text/plain",
        "Content-Type : application/pdf|application/pdf",
        "Content-Type: application/pdf name=x.pdf|application/pdf",
      })
  void aDamagedTypeIsPlainText(String field, String type) throws Exception {
    assertThat(parse(field, "", "").mediaType()).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Transfer-Encoding: BASE64|base64",
        "Content-Transfer-Encoding: base64 (comment)|base64",
        "Content-Transfer-Encoding: base64; x=y|base64",
        "Content-Transfer-Encoding: 8bit or so|8bit",
        "Content-Transfer-Encoding:|7bit",
        "X-Other: x|7bit",
      })
  void theTransferEncodingIsOneWord(String field, String encoding) throws Exception {
    assertThat(parse(field, "", "").transferEncoding()).isEqualTo(encoding);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Content-Disposition: attachment; filename=a.pdf|a.pdf",
        "Content-Disposition: attachment; filename=\"a b.pdf\"|a b.pdf",
        "Content-Disposition: attachment; filename=a b.pdf|a b.pdf",
        "Content-Disposition: attachment; filename=\"a;b.pdf\"|a;b.pdf",
        "Content-Disposition: attachment; filename=\"never ends|never ends",
        "Content-Disposition: attachment; filename*=utf-8''caf%C3%A9.pdf|café.pdf",
        "Content-Disposition: attachment; filename*=iso-8859-1'fr'caf%E9.pdf|café.pdf",
        "Content-Disposition: attachment; filename*=utf-8''a; filename=b|a",
        "Content-Disposition: attachment; filename=b; filename*=utf-8''a|a",
        "Content-Disposition: attachment; filename*0=\"a \"; filename*1=\"b.pdf\"|a b.pdf",
        "Content-Disposition: attachment; filename*1*=%A9.pdf; filename*0*=utf-8''caf%C3|café.pdf",
        "Content-Disposition: attachment; filename*0*=iso-8859-1''%E4; filename*1=\"%BF\"|ä%BF",
        "Content-Disposition: attachment; filename*1=b.pdf; filename=c|c",
        "Content-Disposition: attachment; filename=\"=?utf-8?q?caf=C3=A9.pdf?=\"|café.pdf",
        "Content-Disposition: attachment; filename==?utf-8?q?caf=C3=A9.pdf?=|café.pdf",
        "Content-Disposition: attachment; filename=\"café.pdf\"|café.pdf",
        "Content-Disposition: attachment; filename*=none-such''caf%C3%A9|café",
        "Content-Disposition: attachment; filename*=caf%C3%A9|café",
        "Content-Disposition: attachment; filename*=utf-8''50%|50%",
        "Content-Type: application/pdf; name=\"a.pdf\"|a.pdf",
        "Content-Type: application/pdf; Name = a.pdf|a.pdf",
        "Content-Disposition: attachment|",
        "Content-Disposition: attachment; filename|",
        "Content-Disposition: attachment;;; filename=a|a",
      })
  void fileNamesAreReadHoweverTheyAreWritten(String field, String name) throws Exception {
    Entity mail = Entity.parse(Content.of((field + "\r\n\r\n").getBytes(UTF_8)));

    assertThat(mail.fileName().orElse(null)).isEqualTo(name);
  }

  @Test
  void aPartOfADigestIsAMailUnlessItSaysOtherwise() throws Exception {
    Entity mail =
        parse(
            "Content-Type: multipart/digest; boundary=b",
            "",
            "--b",
            "",
            "Subject: inner",
            "",
            "one",
            "--b",
            "Content-Type: text/html",
            "",
            "two",
            "--b--");

    assertThat(mail.parts())
        .extracting(Entity::mediaType)
        .containsExactly("message/rfc822", "text/html");
    assertThat(mail.parts().getFirst().message().orElseThrow().header().first("Subject"))
        .map(HeaderField::value)
        .contains("inner");
  }

  @ParameterizedTest
  @CsvSource({
    "plain,true",
    "caf\u00e9,false",
    "'bare\nfeed',false",
    "'bare\rreturn',false",
    "'nul\u0000',false",
    "'crlf\r\n',true",
    "'blank \r\nFrom here',true"
  })
  void sevenBitIsToldWithoutWriting(String body, boolean sevenBit) throws Exception {
    assertThat(parse("Subject: x", "", body).isSevenBit()).isEqualTo(sevenBit);
  }

  @ParameterizedTest
  @ValueSource(ints = {998, 999})
  void sevenBitLinesHaveALimit(int length) throws Exception {
    assertThat(parse("Subject: x", "", "x".repeat(length), "").isSevenBit())
        .isEqualTo(length == 998);
  }

  @Test
  void onlyTheHeaderOfALeafIsRead() throws Exception {
    String mail = "Content-Type: application/pkcs7-mime\r\n\r\n" + "MIIB\r\n".repeat(100_000);
    CountedContent content = new CountedContent(mail.getBytes(ISO_8859_1));
    Entity.parse(content);

    assertThat(content.read()).isLessThan(100_000);
  }

  @FuzzTest
  void anyBytesAreAnEntityOrPassALimit(byte[] mail) throws IOException {
    try {
      walk(Entity.parse(Content.of(mail)));
    } catch (MimeException e) {
      // A mail may pass a limit; nothing is promised but that this is said.
    }
  }

  private static void walk(Entity entity) throws IOException {
    entity.decodedBody().readAllBytes();
    entity.fileName();
    entity.typeParameter("charset");
    for (Entity part : entity.parts()) {
      walk(part);
    }
    if (entity.message().isPresent()) {
      walk(entity.message().get());
    }
  }
}
