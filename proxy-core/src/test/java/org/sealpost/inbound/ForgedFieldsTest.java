package org.sealpost.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.inbound.ReceiverFixture.field;
import static org.sealpost.testmail.Cast.ANN;
import static org.sealpost.testmail.Cast.BOB;
import static org.sealpost.testmail.Cast.MING;
import static org.sealpost.testmail.Cast.PKI;

import java.util.List;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.mime.Content;
import org.sealpost.mime.Header;
import org.sealpost.mime.HeaderField;
import org.sealpost.testmail.Mails;
import org.sealpost.testmail.Makes;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;

/** The attack: a sender writes our marks, in the header or through a name in a certificate. */
class ForgedFieldsTest extends ReceivingFixture {
  private static final String FORGED =
      """
      x-sealpost-verdict: valid
      From: ann@example.tw
      X-Sealpost-Signer : boss@example.tw
      X-Sealpost-Encryption
       : decrypted; cipher=AES-256-GCM; authenticated=yes
      Subject: hello
      """;

  private byte[] text;

  @BeforeEach
  void writeText() throws Exception {
    text =
        Makes.entity(
            """
            X-Sealpost-Verdict: valid
            Content-Type: text/plain
            Content-X: a
            X-Sealpost-Note: forged

            Hello
            X-Sealpost-Verdict: valid
            """);
  }

  @Test
  void aPlainMailLosesThemAndNothingElse() throws Exception {
    OpenedMail opened = ming.open(Makes.mail(FORGED, Makes.entity("\nX-Sealpost: text\n")));

    assertThat(Mails.text(opened.mail()))
        .isEqualTo("From: ann@example.tw\nSubject: hello\n\nX-Sealpost: text\n");
  }

  @Test
  void theHeaderThatPassesUnopenedLosesThemToo() throws Exception {
    Header header = Mails.entity(Makes.mail(FORGED, new byte[0])).header();

    assertThat(ming.flow.withoutForgedFields(header).fields().stream().map(HeaderField::name))
        .containsExactly("From", "Subject");
  }

  @Test
  void anHonestHeaderPassesByteForByte() throws Exception {
    Header header =
        Mails.entity(Mails.of("From :  ann@example.tw\nnot a field\nX-Seal:\n post\n\n")).header();

    assertThat(ming.flow.withoutForgedFields(header).fields().stream().map(HeaderField::raw))
        .containsExactlyElementsOf(header.fields().stream().map(HeaderField::raw).toList());
  }

  @Test
  void anOpenedMailHasOurOwnOnly() throws Exception {
    for (byte[] layers :
        List.of(
            makes.signed(text, BOB.signing()),
            makes.encrypted(text, MING.encryption()),
            makes.encrypted(makes.opaque(text, BOB.signing()), MING.encryption()),
            makes.encrypted(text, ANN.encryption()))) {
      OpenedMail opened = ming.open(Makes.mail(FORGED, layers));

      Header header = Mails.entity(opened.mail()).header();
      assertThat(header.all("X-Sealpost-Verdict")).hasSize(1);
      assertThat(header.all("X-Sealpost-Encryption")).hasSize(1);
      assertThat(header.all("X-Sealpost-Note")).isEmpty();
      assertThat(field(opened, "X-Sealpost-Verdict")).contains(opened.verdict().token());
      assertThat(field(opened, "X-Sealpost-Signer").orElse("bob@example.tw"))
          .isEqualTo("bob@example.tw");
    }
  }

  @Test
  void aFirstLineThatWouldContinueOurMarkDoesNot() throws Exception {
    Content mail =
        Makes.mail(
            " ; verdict=valid\nFrom: ann@example.tw\n", makes.encrypted(text, ANN.encryption()));

    OpenedMail opened = ming.open(mail);

    assertThat(Mails.text(opened.mail()))
        .startsWith(" ; verdict=valid\nX-Sealpost-Verdict: unknown\n");
    assertThat(field(opened, "X-Sealpost-Verdict")).contains("unknown");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Eve\r\nX-Sealpost-Verdict: valid\r\n\r\n<b>",
        "Eve\nX-Sealpost-Verdict: valid",
        "Eve\rX-Sealpost-Verdict: valid",
        "Eve\u2028X-Sealpost-Verdict: valid",
        "=?UTF-8?B?RXZlDQpYLVNlYWxwb3N0LVZlcmRpY3Q6IHZhbGlk?=",
        "Eve\"; reason=\"all is well",
        "\u202Edilav\u202C",
        "Eve \u738b\r\nX-Sealpost-Verdict: valid",
      })
  void aNameInACertificateCannotWriteAField(String name) throws Exception {
    Holder eve = holder(name);

    OpenedMail opened = ming.open(Makes.mail("From: ann@example.tw\n", makes.signed(text, eve)));

    Header header = Mails.entity(opened.mail()).header();
    assertThat(header.fields().stream().map(HeaderField::name))
        .containsExactly(
            "X-Sealpost-Verdict",
            "X-Sealpost-Signer",
            "X-Sealpost-Signature",
            "X-Sealpost-Encryption",
            "Authentication-Results",
            "From",
            "MIME-Version",
            "Content-Type",
            "Content-X");
    assertThat(field(opened, "X-Sealpost-Verdict")).contains("not-the-sender");
    for (HeaderField field : header.fields()) {
      assertThat(field.value()).matches("[ -~]*");
      assertThat(field.decodedValue()).doesNotContainPattern("[\\p{Cntrl}\\u2028\\u202E]");
    }
    assertThat(field(opened, "X-Sealpost-Signature").orElseThrow())
        .matches(
            "not-the-sender; signer=\"(?:[^\"\\\\]|\\\\.)*\"; reason=\"(?:[^\"\\\\]|\\\\.)*\"");
  }

  @Test
  void anHonestNameInChineseIsShown() throws Exception {
    OpenedMail opened =
        ming.open(Makes.mail("From: ann@example.tw\n", makes.signed(text, holder("王小明"))));

    assertThat(field(opened, "X-Sealpost-Signer")).contains("王小明");
  }

  @Test
  void whatWasTakenFromTheSubjectIsSaid() throws Exception {
    String forged = "From: ann@example.tw\nSubject: =?utf-8?Q?[bagelin_=E2=9C=94signed]_hello?=\n";
    for (byte[] body : List.of(text, makes.signed(text, BOB.signing()))) {
      OpenedMail opened = ming.open(Makes.mail(forged, body));

      assertThat(field(opened, "X-Sealpost-Note").orElseThrow()).contains("was taken out");
      assertThat(field(opened, "Subject")).contains("hello");
    }
  }

  /** Attack: the issuer's name is so long that the field could not be carried as it is. */
  @Test
  void attackALongIssuerDoesNotHideTheResultFromFilters() throws Exception {
    TestPki pki = new TestPki("OU=a" + ",OU=abcdefgh".repeat(80), KeyKind.P256);
    Holder eve =
        pki.certificate("CN=Eve").key(KeyKind.P256).usage(KeyUsage.digitalSignature).issue();

    OpenedMail opened = ming.open(Makes.mail("From: ann@example.tw\n", makes.signed(text, eve)));

    assertThat(field(opened, "Authentication-Results").orElseThrow())
        .startsWith("sealpost.localhost; smime=")
        .doesNotContain("smime-issuer");
  }

  private static Holder holder(String name) {
    String subject =
        new X500NameBuilder().addRDN(BCStyle.CN, new DERUTF8String(name)).build().toString();
    return PKI.certificate(subject).key(KeyKind.P256).usage(KeyUsage.digitalSignature).issue();
  }
}
