package org.sealpost.unmark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.failure.Failure;
import org.sealpost.mark.SealWord;
import org.sealpost.mime.Content;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.testmail.Mails;

class MarkRemoverTest {
  private static final String MARK = "[松柏 ✔簽章 🔒] ";

  @TempDir Path folder;

  private MarkRemover remover(String word) {
    Optional<SealWord> seal = word.isEmpty() ? Optional.empty() : Optional.of(new SealWord(word));
    return new MarkRemover(seal, new SpoolFactory(folder, 100));
  }

  private String clean(String mail) throws Exception {
    return clean("松柏", mail);
  }

  private String clean(String word, String mail) throws Exception {
    try (Unmarked unmarked = remover(word).remove(Mails.entity(Mails.of(mail)))) {
      return new String(Mails.bytes(unmarked.mail()), UTF_8).replace("\r\n", "\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Subject: 松柏長青\n\n松柏 is a word like any other\n",
        "Subject:   =?utf-8?q?odd?=\n folding\nX:y\n\n> [other ✔ mark] x\n",
        "Subject: [SPAM] =?big5?B?qqk=?=\nContent-Type: text/html\n\n<p>&#26494;</p>",
        "Content-Type: application/pdf\n\n" + MARK + "\n",
        "no header at all",
        "",
      })
  void aMailWithoutAMarkIsNotEvenCopied(String text) throws Exception {
    Content mail = Mails.of(text);

    try (Unmarked unmarked = remover("松柏").remove(Mails.entity(mail))) {
      assertThat(unmarked.copy()).isEmpty();
      assertThat(Mails.bytes(unmarked.mail())).isEqualTo(Mails.bytes(mail));
    }
  }

  @Test
  void withoutAWordOnlyFieldsOfOursGoFromAttachedMails() throws Exception {
    String mail =
        """
        X-Sealpost: sign
        Content-Type: message/rfc822

        X-Sealpost-Verdict: valid
        Authentication-Results: (by us) "SEALPOST.localhost" 1; smime=pass
        Authentication-Results: mx.example.tw; note=sealpost.localhost
        Subject: [松柏 ✔簽章 🔒] x

        > [松柏 ✔簽章 🔒] x
        """;

    assertThat(clean("", mail))
        .isEqualTo(
            """
            X-Sealpost: sign
            Content-Type: message/rfc822

            Authentication-Results: mx.example.tw; note=sealpost.localhost
            Subject: [松柏 ✔簽章 🔒] x

            > [松柏 ✔簽章 🔒] x
            """);
  }

  @Test
  void aMailAttachedInAnAttachedFileIsCleanedToo() throws Exception {
    String innermost = "Subject: " + MARK + "deep\r\n\r\n" + MARK + "text\r\n";
    String inner = "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    String middle = inner + base64(innermost);

    String clean = clean(inner.replace("\r\n", "\n") + base64(middle));

    String body = decoded(clean.substring(clean.indexOf("\n\n")));
    assertThat(decoded(body.substring(body.indexOf("\r\n\r\n"))))
        .isEqualTo("Subject: deep\r\n\r\ntext\r\n");
  }

  private static String base64(String text) {
    return Base64.getMimeEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static String decoded(String text) {
    return new String(Base64.getMimeDecoder().decode(text), UTF_8);
  }

  @ParameterizedTest
  @CsvSource({"quoted-printable", "base64", "8bit", "binary", "x-unknown"})
  void aTextKeepsItsTransferEncodingAndEveryOtherByte(String encoding) throws Exception {
    String text = "> Subject: " + MARK + "x\r\n\ttrailing blank \r\n\0\u0001 caf\u00e9\r\n";
    String head = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: %s\n\n";
    String body =
        switch (encoding) {
          case "quoted-printable" ->
              "> Subject: [=E6=9D=BE=E6=9F=8F =E2=9C=94=\n=E7=B0=BD=E7=AB=A0] x=20\n";
          case "base64" -> base64(text);
          default -> text.replace("\r\n", "\n");
        };

    String clean = clean(head.formatted(encoding) + body);

    assertThat(clean).startsWith(head.formatted(encoding));
    String left = clean.substring(head.formatted(encoding).length());
    String expected = text.replace(MARK, "");
    switch (encoding) {
      case "quoted-printable" -> assertThat(left).isEqualTo("> Subject: x=20\n");
      case "base64" -> assertThat(decoded(left)).isEqualTo(expected);
      default -> assertThat(left).isEqualTo(expected.replace("\r\n", "\n"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: text/plain; charset=utf-8\n\n> " + MARK + "x\n",
        "Content-Type: text/plain; charset=utf-8; name=\"" + MARK + "x.txt\"\n\nx\n",
        "Content-Type: message/rfc822\n\nSubject: " + MARK + "x\n\nx\n",
      })
  void aMarkInWhatTheClientSignedIsRefused(String part) {
    String mail = signed(part);

    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> clean(mail))
        .satisfies(failure -> assertThat(failure.replyCode()).isEqualTo(554))
        .withMessageContaining("Take the mark")
        .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("松柏"));
  }

  @Test
  void whatTheClientSignedWithoutAMarkKeepsItsBytesUnderACleanSubject() throws Exception {
    String mail = signed("X-Sealpost-Verdict: valid\nContent-Type: text/plain\n\n松柏 \n");

    assertThat(clean("Subject: Re: " + MARK + "x\n" + mail)).isEqualTo("Subject: Re: x\n" + mail);
  }

  private static String signed(String part) {
    return """
        Content-Type: multipart/signed; protocol="application/pgp-signature"; boundary=s

        --s
        %s--s
        Content-Type: application/pgp-signature

        sig
        --s--
        """
        .formatted(part);
  }

  @Test
  void aMarkInATextThatOpenPgpSignedIsRefusedAndBesideItTakenOff() throws Exception {
    String text =
        """
        Content-Type: text/plain; charset=utf-8

        Subject: %s
        -----BEGIN PGP SIGNED MESSAGE-----

        > %s
        -----BEGIN PGP SIGNATURE-----
        -----END PGP SIGNATURE-----
        > %s
        """;

    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> clean(text.formatted("x", MARK + "x", "x")));
    assertThat(clean(text.formatted(MARK + "x", "x", MARK + "x")))
        .isEqualTo(text.formatted("x", "x", "x"));
  }

  @Test
  void mailsAttachedDeeperThanAnyoneLooksAreRefused() {
    String mail = "Subject: x\r\n\r\nx";
    for (int i = 0; i < 12; i++) {
      mail =
          "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
              + base64(mail);
    }
    String deep = mail.replace("\r\n", "\n");

    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> clean(deep))
        .withMessageContaining("too deep");
  }

  @Test
  void aMarkBeforeATextThatOpenPgpSignedDoesNotHideTheOneInIt() {
    String text =
        """
        Content-Type: text/plain; charset=utf-8

        > %s
        -----BEGIN PGP SIGNED MESSAGE-----

        > %s
        -----END PGP SIGNATURE-----
        """
            .formatted(MARK, MARK);

    assertThatExceptionOfType(Failure.class).isThrownBy(() -> clean(text));
  }

  @Test
  void aLineThatBeginsASignedTextMakesNoneWithoutItsEnd() throws Exception {
    String text =
        "Content-Type: text/plain; charset=utf-8\n\n-----BEGIN PGP SIGNED MESSAGE-----\n> ";

    assertThat(clean(text + MARK + "x\n")).isEqualTo(text + "x\n");
  }

  @ParameterizedTest
  @CsvSource({"application/octet-stream", "message/rfc822"})
  void aFileThatOnlyCallsItselfAMailIsSentAsItIs(String type) throws Exception {
    byte[] garbage = new byte[1_800_000];
    new Random(1).nextBytes(garbage);
    String mail =
        """
        Content-Type: %s; name="x.eml"
        Content-Transfer-Encoding: base64

        %s
        """
            .formatted(type, Base64.getMimeEncoder().encodeToString(garbage).replace("\r", ""));

    assertThat(clean(mail)).isEqualTo(mail);
  }

  @Test
  void aTextThatOnlyCallsItselfAMailIsCleaned() throws Exception {
    String head = "Content-Type: application/octet-stream; name=\"x.eml\"\n\n";
    String text = "a long text that is no mail\n".repeat(50_000);

    assertThat(clean(head + text + MARK + "x\n")).isEqualTo(head + text + "x\n");
  }
}
