package org.sealpost.inbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.inbound.ReceiverFixture.entity;
import static org.sealpost.inbound.ReceiverFixture.field;
import static org.sealpost.testmail.Cast.ANN;
import static org.sealpost.testmail.Cast.BOB;
import static org.sealpost.testmail.Cast.MING;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.inbound.OpenedMail.Encryption;
import org.sealpost.keys.FakeCardAgent;
import org.sealpost.mime.Content;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.testmail.Mails;
import org.sealpost.testmail.Makes;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.TrustAnchors;
import org.sealpost.trust.TrustBasis;
import org.sealpost.trust.Verdict;

class InboundFlowTest extends ReceivingFixture {
  private byte[] text;

  @BeforeEach
  void writeText() throws Exception {
    text = Makes.entity("Content-Type: text/plain; charset=us-ascii\n\nAt nine.\n");
  }

  @Test
  void aMailWithoutSmimePassesByteForByte() throws Exception {
    Content mail =
        Mails.of("From: ann@example.tw\nSubject :  odd\nContent-Type: text/html\n\n<b>\n");

    OpenedMail opened = ming.open(mail);

    assertThat(Mails.bytes(opened.mail())).isEqualTo(Mails.bytes(mail));
    assertThat(opened.verdict()).isEqualTo(new Verdict.Unsigned());
    assertThat(opened.encryption()).isEqualTo(new Encryption.None());
    assertThat(opened.authenticated()).isFalse();
  }

  @Test
  void aSignedMailComesBackAsThePlainMimeItContains() throws Exception {
    OpenedMail opened = ming.open(Makes.mail(FROM_ANN, makes.signed(text, ANN.signing())));

    assertThat(Mails.text(opened.mail()))
        .matches(
            "(?s)((X-Sealpost-|Authentication-Results)[^\n]+\n( [^\n]+\n)*)+Received: by the server\n.*")
        .endsWith(
            FROM_ANN
                + """
                MIME-Version: 1.0
                Content-Type: text/plain; charset=us-ascii

                At nine.
                """);
    assertThat(opened.verdict()).isInstanceOf(Verdict.Unchecked.class);
    assertThat(opened.authenticated()).isTrue();
    assertThat(field(opened, "X-Sealpost-Verdict")).contains("unchecked");
    assertThat(field(opened, "X-Sealpost-Signer")).contains("ann@example.tw");
    assertThat(field(opened, "X-Sealpost-Signature").orElseThrow())
        .startsWith("unchecked; signer=\"ann@example.tw\"; reason=\"");
    assertThat(field(opened, "X-Sealpost-Encryption")).contains("none");
    assertThat(ming.kept).containsExactly("ann@example.tw <1@example.tw>");
    assertThat(ming.agent.decryptions()).isZero();
  }

  @Test
  void aSignedAndEncryptedMailIsOpenedWithOneCardOperation() throws Exception {
    byte[] layers = makes.encrypted(makes.signed(text, ANN.signing()), MING.encryption());

    OpenedMail opened = ming.open(Makes.mail(FROM_ANN, layers));

    assertOpened(opened);
    assertThat(opened.verdict()).isInstanceOf(Verdict.Unchecked.class);
    assertThat(opened.authenticated()).isTrue();
    assertThat(field(opened, "X-Sealpost-Encryption"))
        .contains("decrypted; cipher=AES-256-CBC; authenticated=yes");
    assertThat(ming.agent.decryptions()).isEqualTo(1);
  }

  @Test
  void anOpaqueSignatureInsideAnEncryptionIsOpened() throws Exception {
    byte[] layers = makes.encrypted(makes.opaque(text, ANN.signing()), MING.encryption());

    OpenedMail opened = ming.open(Makes.mail(FROM_ANN, layers));

    assertOpened(opened);
    assertThat(opened.verdict()).isInstanceOf(Verdict.Unchecked.class);
  }

  @Test
  void aSignatureAroundAnEncryptionIsOpened() throws Exception {
    byte[] layers = makes.signed(makes.encrypted(text, MING.encryption()), ANN.signing());

    OpenedMail opened = ming.open(Makes.mail(FROM_ANN, layers));

    assertOpened(opened);
    assertThat(opened.verdict()).isInstanceOf(Verdict.Unchecked.class);
    assertThat(opened.authenticated()).isTrue();
  }

  @Test
  void threeLayersAreOpenedAndBothSignaturesTold() throws Exception {
    byte[] inner = makes.encrypted(makes.signed(text, ANN.signing()), MING.encryption());

    OpenedMail opened = ming.open(Makes.mail(FROM_ANN, makes.signed(inner, ANN.signing())));

    assertOpened(opened);
    assertThat(opened.signatures()).hasSize(2);
  }

  @Test
  void authenticatedEncryptionIsSaidToBeSo() throws Exception {
    byte[] layers = makes.encrypted(text, "-aes-256-gcm", MING.encryption());

    OpenedMail opened = ming.open(Makes.mail(FROM_ANN, layers));

    assertOpened(opened);
    assertThat(opened.authenticated()).isTrue();
    assertThat(opened.verdict()).isEqualTo(new Verdict.Unsigned());
    assertThat(field(opened, "X-Sealpost-Encryption"))
        .contains("decrypted; cipher=AES-256-GCM; authenticated=yes");
  }

  @Test
  void aWeakCipherIsToldSo() throws Exception {
    byte[] layers = makes.encrypted(text, "-des3", MING.encryption());

    OpenedMail opened = ming.open(Makes.mail(FROM_ANN, layers));

    assertOpened(opened);
    assertThat(field(opened, "X-Sealpost-Encryption").orElseThrow())
        .endsWith("authenticated=no; weak=yes");
  }

  @Test
  void anEllipticCurveKeyOpens() throws Exception {
    ming.agent.token("card", BOB.encryption());

    assertOpened(ming.open(Makes.mail(FROM_ANN, makes.encrypted(text, BOB.encryption()))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: application/pkcs7-mime",
        "Content-Type: application/x-pkcs7-mime; name=smime.p7m",
        "Content-Type: application/pkcs7-mime; smime-type=signed-data",
        "Content-Type: application/octet-stream; name=\"smime.p7m\"",
        "Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=MAIL.P7M",
      })
  void whatIsInTheWildIsRecognisedByLooking(String type) throws Exception {
    String encrypted = new String(makes.encrypted(text, MING.encryption()), ISO_8859_1);
    String body = encrypted.substring(encrypted.indexOf("\r\n\r\n"));
    String header = FROM_ANN + type + "\nContent-Transfer-Encoding: base64";
    Content mail = Makes.mail(header, body.getBytes(ISO_8859_1));

    assertThat(ming.flow.needsOpening(entity(mail))).isTrue();
    assertOpened(ming.open(mail));
  }

  @Test
  void aMailForSomeoneElsePassesAsItCameWithMarksOnTop() throws Exception {
    Content mail = Makes.mail(FROM_ANN, makes.encrypted(text, ANN.encryption()));

    OpenedMail opened = ming.open(mail);

    assertThat(opened.encryption()).isInstanceOf(Encryption.Failed.class);
    assertThat(opened.authenticated()).isFalse();
    assertPassedAsItCame(opened, mail);
    assertThat(opened.verdict()).isEqualTo(new Verdict.Unknown());
    assertThat(field(opened, "X-Sealpost-Verdict")).contains("unknown");
    assertThat(field(opened, "X-Sealpost-Encryption").orElseThrow())
        .startsWith("failed; reason=\"")
        .contains("none of the certificates on your cards")
        .contains("If you sent it yourself");
  }

  @Test
  void aDamagedEncryptionPassesAsItCameWithTheReason() throws Exception {
    String whole = new String(makes.encrypted(text, MING.encryption()), ISO_8859_1);
    byte[] half = whole.substring(0, whole.length() * 2 / 3).getBytes(ISO_8859_1);
    Content mail = Makes.mail(FROM_ANN, half);

    OpenedMail opened = ming.open(mail);

    assertThat(opened.encryption()).isInstanceOf(Encryption.Failed.class);
    assertThat(field(opened, "X-Sealpost-Verdict")).contains("unknown");
    assertPassedAsItCame(opened, mail);
  }

  @Test
  void aSignatureAroundWhatIsNotForUsIsStillJudged() throws Exception {
    byte[] layers = makes.signed(makes.encrypted(text, ANN.encryption()), ANN.signing());
    Content mail = Makes.mail(FROM_ANN, layers);

    OpenedMail opened = ming.open(mail);

    assertPassedAsItCame(opened, mail);
    assertThat(opened.verdict()).isInstanceOf(Verdict.Unchecked.class);
    assertThat(opened.encryption()).isInstanceOf(Encryption.Failed.class);
    assertThat(opened.authenticated()).isFalse();
  }

  @Test
  void anAlteredMailIsInvalidAndStillReadable() throws Exception {
    String signed = new String(makes.signed(text, ANN.signing()), ISO_8859_1);
    byte[] altered = signed.replace("At nine.", "At five.").getBytes(ISO_8859_1);

    OpenedMail opened = ming.open(Makes.mail(FROM_ANN, altered));

    assertThat(opened.verdict()).isInstanceOf(Verdict.Invalid.class);
    assertThat(opened.authenticated()).isFalse();
    assertThat(Mails.text(opened.mail())).endsWith("\n\nAt five.\n");
    assertThat(ming.kept).isEmpty();
  }

  @Test
  void aSignatureThatLeadsNowhereIsUntrustedAndItsCertificateNotKept() throws Exception {
    TestPki foreign = new TestPki("CN=Foreign Root", KeyKind.P256);
    Holder ann = foreign.certificate("CN=Ann").key(KeyKind.P256).address("ann@example.tw").issue();

    OpenedMail opened = ming.open(Makes.mail(FROM_ANN, makes.signed(text, ann)));

    assertThat(opened.verdict()).isInstanceOf(Verdict.Untrusted.class);
    assertThat(ming.kept).isEmpty();
  }

  @Test
  void certificatesAloneAreNoSignatureAndAreNotKept() throws Exception {
    Content mail = Makes.mail(FROM_ANN, CmsMails.certificatesOnly(ANN.signing(), ANN.encryption()));

    OpenedMail opened = ming.open(mail);

    assertPassedAsItCame(opened, mail);
    assertThat(opened.verdict()).isEqualTo(new Verdict.Unsigned());
    assertThat(field(opened, "X-Sealpost-Verdict")).contains("unsigned");
    assertThat(ming.kept).isEmpty();
  }

  @Test
  void aCompressedMailIsOpened() throws Exception {
    byte[] layers = CmsMails.compressed(makes.signed(text, ANN.signing()));

    OpenedMail opened = ming.open(Makes.mail(FROM_ANN, layers));

    assertOpened(opened);
    assertThat(opened.verdict()).isInstanceOf(Verdict.Unchecked.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: text/plain\n",
        "Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; boundary=b\n",
      })
  void whatPassesTheLimitsAndIsNoSmimePassesUntouched(String type) throws Exception {
    Content lines = Mails.of(FROM_ANN + type + "X: y\n".repeat(60_000) + "\nHello\n");
    Content parts = Mails.of(FROM_ANN + type + "\n" + "--b\n\nx\n".repeat(10_001) + "--b--\n");

    for (Content mail : List.of(lines, parts)) {
      OpenedMail opened = ming.open(mail);
      assertThat(opened.verdict()).isEqualTo(new Verdict.Unsigned());
      assertThat(Mails.bytes(opened.mail())).isEqualTo(Mails.bytes(mail));
    }
  }

  @Test
  void aSmimeSignatureInWhatPassesTheLimitsIsInvalid() throws Exception {
    String type = "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"\n";
    Content mail = Mails.of(FROM_ANN + type + "X: y\n".repeat(60_000) + "\nHello\n");

    assertThat(ming.open(mail).verdict()).isInstanceOf(Verdict.Invalid.class);
  }

  @Test
  void anOldMailIsJudgedAtTheTimeOneAsksFor() throws Exception {
    TestPki pki = new TestPki("CN=Old Root", KeyKind.P256);
    Instant judged = Instant.now().plus(Duration.ofDays(4000));
    InboundFlow flow =
        new InboundFlow(
            new FakeCardAgent().unreachable(),
            new CertificateTrust(TrustBasis.of(TrustAnchors.of(List.of(pki.root().certificate())))),
            SignerHarvest.none(),
            VerdictKeeper.none(),
            new SpoolFactory(folder, 1000),
            Clock.systemUTC(),
            Duration.ZERO,
            false);
    Holder ann = pki.certificate("CN=Ann").key(KeyKind.P256).address("ann@example.tw").issue();
    Content mail = Makes.mail(FROM_ANN, makes.signed(text, ann));

    try (OpenedMail now = flow.open(Optional.empty(), mail, Instant.now());
        OpenedMail later = flow.open(Optional.empty(), mail, judged)) {
      assertThat(now.signatures().getFirst().reason().english()).doesNotContain("expired");
      assertThat(later.signatures().getFirst().reason().english()).contains("expired");
    }
  }

  private static org.sealpost.mime.Header entity(Content mail) throws Exception {
    return Mails.entity(mail).header();
  }

  private static void assertOpened(OpenedMail opened) throws Exception {
    assertThat(Mails.text(opened.mail()))
        .contains("\nContent-Type: text/plain; charset=us-ascii\n\nAt nine.\n")
        .endsWith("At nine.\n");
    assertThat(Mails.entity(opened.mail()).header().all("MIME-Version")).hasSize(1);
  }

  private static void assertPassedAsItCame(OpenedMail opened, Content mail) throws Exception {
    assertThat(Mails.text(opened.mail()))
        .startsWith("X-Sealpost-Verdict: ")
        .endsWith(Mails.text(mail));
  }
}
