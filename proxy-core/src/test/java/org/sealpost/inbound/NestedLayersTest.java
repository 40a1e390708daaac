package org.sealpost.inbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.inbound.ReceiverFixture.field;
import static org.sealpost.testmail.Cast.ANN;
import static org.sealpost.testmail.Cast.MING;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealpost.card.api.Purpose;
import org.sealpost.inbound.OpenedMail.Encryption;
import org.sealpost.keys.CardKeys;
import org.sealpost.keys.CardRecipientKeys;
import org.sealpost.keys.PinWait;
import org.sealpost.mime.Content;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.smime.Decompressor;
import org.sealpost.smime.Decryptor;
import org.sealpost.smime.Verifier;
import org.sealpost.testmail.Mails;
import org.sealpost.testmail.Makes;
import org.sealpost.trust.Verdict;

/** The attack: layers without end, or layers that unfold to more than a disk holds. */
class NestedLayersTest extends ReceivingFixture {
  private static final String FROM = "From: ann@example.tw\n";

  private byte[] text;

  @BeforeEach
  void writeText() throws Exception {
    text = Makes.entity("Content-Type: text/plain\n\nAt the bottom.\n");
  }

  @Test
  void asManyLayersAsAreAllowedAreTakenOff() throws Exception {
    OpenedMail opened = ming.open(Makes.mail(FROM, signed(text, Peeler.MAX_LAYERS)));

    assertThat(opened.signatures()).hasSize(Peeler.MAX_LAYERS);
    assertThat(opened.verdict()).isInstanceOf(Verdict.Unchecked.class);
    assertThat(Mails.text(opened.mail())).endsWith("\n\nAt the bottom.\n");
  }

  @Test
  void oneMoreSignatureAndTheMailPassesAsItCameMarkedInvalid() throws Exception {
    Content mail = Makes.mail(FROM, signed(text, Peeler.MAX_LAYERS + 1));

    OpenedMail opened = ming.open(mail);

    assertThat(Mails.text(opened.mail())).endsWith(Mails.text(mail));
    assertThat(opened.verdict()).isInstanceOf(Verdict.Invalid.class);
    assertThat(opened.encryption()).isEqualTo(new Encryption.None());
  }

  @Test
  void anEncryptionTooDeepPassesAsItCameMarkedFailed() throws Exception {
    byte[] deep = signed(makes.encrypted(text, MING.encryption()), Peeler.MAX_LAYERS);
    Content mail = Makes.mail(FROM, deep);

    OpenedMail opened = ming.open(mail);

    assertThat(Mails.text(opened.mail())).endsWith(Mails.text(mail));
    assertThat(opened.encryption()).isInstanceOf(Encryption.Failed.class);
    assertThat(ming.agent.decryptions()).isZero();
  }

  @Test
  void compressionTooDeepPassesAsItCameWithANote() throws Exception {
    byte[] deep = text;
    for (int i = 0; i <= Peeler.MAX_LAYERS; i++) {
      deep = CmsMails.compressed(deep);
    }
    Content mail = Makes.mail(FROM, deep);

    OpenedMail opened = ming.open(mail);

    assertThat(Mails.text(opened.mail())).endsWith(Mails.text(mail));
    assertThat(opened.verdict()).as("nobody looked inside").isEqualTo(new Verdict.Unknown());
    assertThat(field(opened, "X-Sealpost-Note").orElseThrow()).contains("more than 6 layers");
  }

  @Test
  void whatUnfoldsBeyondTheLimitIsNotUnfolded() throws Exception {
    byte[] bomb = CmsMails.compressed(Makes.entity("\n" + "0".repeat(2_000_000)));
    byte[] honest = CmsMails.compressed(Makes.entity("\n" + "0".repeat(20_000)));

    try (Peeled peeled = peel(bomb);
        Peeled twin = peel(honest)) {
      assertThat(peeled.layers()).isZero();
      assertThat(peeled.asItCame()).isTrue();
      assertThat(peeled.notes()).hasSize(1);
      assertThat(twin.layers()).isEqualTo(1);
      assertThat(twin.notes()).isEmpty();
    }
  }

  @Test
  void aSignedMailOfTooManyPartsPassesAsItCameMarkedInvalid() throws Exception {
    String many = "--b\r\n\r\n\r\n".repeat(10_100);
    Content mail =
        Content.of(
            ("From: ann@example.tw\r\nX-Sealpost-Verdict: valid\r\nContent-Type: multipart/signed;"
                    + " protocol=\"application/pkcs7-signature\"; boundary=b\r\n\r\n"
                    + many)
                .getBytes(ISO_8859_1));

    OpenedMail opened = ming.open(mail);

    assertThat(opened.verdict()).isInstanceOf(Verdict.Invalid.class);
    assertThat(Mails.text(opened.mail()))
        .startsWith("X-Sealpost-Verdict: invalid\n")
        .doesNotContain("Verdict: valid");
  }

  @Test
  void anOrdinaryMailOfTooManyPartsPassesAsItCame() throws Exception {
    Content mail =
        Content.of(
            ("From: ann@example.tw\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
                    + "--b\r\n\r\n\r\n".repeat(10_100))
                .getBytes(ISO_8859_1));

    assertThat(Mails.bytes(ming.open(mail).mail())).isEqualTo(Mails.bytes(mail));
  }

  private byte[] signed(byte[] entity, int times) throws Exception {
    byte[] layers = entity;
    for (int i = 0; i < times; i++) {
      layers = makes.signed(layers, ANN.signing());
    }
    return layers;
  }

  private Peeled peel(byte[] entity) throws Exception {
    SpoolFactory spools = new SpoolFactory(folder.resolve("small"), 1000);
    Peeler peeler =
        new Peeler(
            new Decryptor(spools, false),
            new Verifier(spools),
            new Decompressor(spools, 1_000_000));
    CardKeys keys = new CardKeys(ming.agent, Purpose.openMail("", ""), new PinWait(Duration.ZERO));
    return peeler.peel(Mails.entity(Content.of(entity)), new CardRecipientKeys(keys));
  }
}
