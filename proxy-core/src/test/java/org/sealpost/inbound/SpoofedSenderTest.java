package org.sealpost.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.inbound.ReceiverFixture.field;
import static org.sealpost.testmail.Cast.ANN;
import static org.sealpost.testmail.Cast.BOB;
import static org.sealpost.testmail.Cast.NAMELESS;
import static org.sealpost.testmail.Cast.PKI;

import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.testmail.Makes;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.trust.Verdict;

/** The attack: someone with an honest certificate signs in another's name. */
class SpoofedSenderTest extends ReceivingFixture {
  private byte[] text;

  @BeforeEach
  void writeText() throws Exception {
    text = Makes.entity("Content-Type: text/plain\n\nPay at once.\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "From: ann@example.tw\n",
        "From: Ann <ANN@Example.TW>\n",
        "from : \"bob@example.tw\" <ann@example.tw>\n",
        "From: =?UTF-8?Q?bob=40example=2Etw?= <ann@example.tw>\n",
        "From: (bob@example.tw) ann@example.tw\n",
      })
  void honestMailIsTheSenders(String from) throws Exception {
    OpenedMail opened = ming.open(Makes.mail(from, makes.signed(text, ANN.signing())));

    assertThat(opened.verdict()).isInstanceOf(Verdict.Unchecked.class);
    assertThat(ming.kept).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "From: bob@example.tw\n",
        "From: \"ann@example.tw\" <bob@example.tw>\n",
        "From: bob@example.tw\nFrom: ann@example.tw\n",
        "From: ann@example.tw\nFrom: bob@example.tw\n",
        "From: ann@example.tw\nfrom: ann@example.tw\n",
        "From: bob@example.tw, ann@example.tw\n",
        "From: ann@example.tw, bob@example.tw\n",
        "From: bob@example.tw\nSender: ann@example.tw\n",
        "Sender: ann@example.tw\n",
        "From: \n",
        "From: ann@example.tw.evil.example\n",
        "From: ann\n",
        "Subject: no From at all\n",
      })
  void aMailInAnothersNameIsNotTheSenders(String header) throws Exception {
    OpenedMail opened = ming.open(Makes.mail(header, makes.signed(text, ANN.signing())));

    assertThat(opened.verdict()).isInstanceOf(Verdict.NotTheSender.class);
    assertThat(field(opened, "X-Sealpost-Verdict")).contains("not-the-sender");
    assertThat(field(opened, "X-Sealpost-Signer")).contains("ann@example.tw");
    assertThat(ming.kept).isEmpty();
  }

  @Test
  void severalFromFieldsAreNamedAsTheReason() throws Exception {
    String header = "From: ann@example.tw\nFrom: bob@example.tw\n";

    OpenedMail opened = ming.open(Makes.mail(header, makes.signed(text, ANN.signing())));

    assertThat(field(opened, "X-Sealpost-Signature").orElseThrow()).contains("several From fields");
  }

  @Test
  void aCertificateWithoutAnAddressIsNobodysProof() throws Exception {
    byte[] signed = makes.signed(text, NAMELESS);

    OpenedMail opened = ming.open(Makes.mail("From: ming@example.tw\n", signed));

    assertThat(opened.verdict()).isInstanceOf(Verdict.NotTheSender.class);
    assertThat(field(opened, "X-Sealpost-Signer")).contains("Ming");
  }

  @Test
  void aCertificateWithBothAddressesSpeaksForBoth() throws Exception {
    Holder both =
        PKI.certificate("CN=Ann and Bob")
            .key(KeyKind.P256)
            .address("ann@example.tw")
            .address("bob@example.tw")
            .usage(KeyUsage.digitalSignature)
            .issue();
    String header = "From: bob@example.tw, ann@example.tw\n";

    OpenedMail opened = ming.open(Makes.mail(header, makes.signed(text, both)));

    assertThat(opened.verdict()).isInstanceOf(Verdict.Unchecked.class);
    assertThat(field(opened, "X-Sealpost-Signer")).contains("bob@example.tw");
  }

  @Test
  void oneBadSignatureSpoilsTheMailAndNothingIsKept() throws Exception {
    byte[] both = makes.signed(makes.signed(text, ANN.signing()), BOB.signing());

    OpenedMail opened = ming.open(Makes.mail("From: ann@example.tw\n", both));

    assertThat(opened.verdict()).isInstanceOf(Verdict.NotTheSender.class);
    assertThat(field(opened, "X-Sealpost-Signer")).contains("bob@example.tw");
    assertThat(opened.signatures()).hasSize(2);
    assertThat(opened.signatures().get(1).verdict()).isInstanceOf(Verdict.Unchecked.class);
    assertThat(ming.kept).isEmpty();
  }
}
