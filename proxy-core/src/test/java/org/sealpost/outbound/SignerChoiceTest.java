package org.sealpost.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.testmail.Cast.ANN;
import static org.sealpost.testmail.Cast.EXPIRED;
import static org.sealpost.testmail.Cast.MING;
import static org.sealpost.testmail.Cast.NAMELESS;
import static org.sealpost.testmail.Cast.PKI;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.AbstractStringAssert;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.sealpost.card.api.Purpose;
import org.sealpost.failure.Failure;
import org.sealpost.keys.CardKeys;
import org.sealpost.keys.FakeCardAgent;
import org.sealpost.keys.HeldKey;
import org.sealpost.keys.PinWait;
import org.sealpost.policy.Account;
import org.sealpost.policy.EncryptPolicy;
import org.sealpost.policy.SignPolicy;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;

class SignerChoiceTest {
  private static final Account ACCOUNT =
      new Account("Ming@Example.TW", SignPolicy.ALWAYS, EncryptPolicy.NEVER, false);
  private static final Account LENIENT =
      new Account("ming@example.tw", SignPolicy.ALWAYS, EncryptPolicy.NEVER, true);
  private final Instant now = Instant.now();

  @Test
  void theCertificateWithTheAccountsAddressSigns() throws Exception {
    assertChosen(
        MING.signing(), ACCOUNT, ANN.signing(), NAMELESS, MING.encryption(), MING.signing());
  }

  @Test
  void theNewestOfSeveralSigns() throws Exception {
    Holder newer = signing(now.minus(Duration.ofDays(3)), now.plus(Duration.ofDays(3)));

    assertChosen(newer, ACCOUNT, MING.signing(), newer);
  }

  @Test
  void aCertificateThatIsNotValidYetDoesNotHideOneThatIs() throws Exception {
    Holder future = signing(now.plus(Duration.ofDays(3)), now.plus(Duration.ofDays(9)));

    assertChosen(MING.signing(), ACCOUNT, future, MING.signing());
  }

  @Test
  void aCertificateForAnotherUseDoesNotSignMail() throws Exception {
    Holder login =
        PKI.certificate("CN=Ming")
            .address("ming@example.tw")
            .usage(KeyUsage.digitalSignature)
            .valid(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(9)))
            .extension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
            .issue();

    assertChosen(MING.signing(), ACCOUNT, login, MING.signing());
  }

  @Test
  void aCertificateWithoutAddressIsRefusedAndTheReplySaysHowToAllowIt() throws Exception {
    assertRefused(ACCOUNT, "carries no mail address", NAMELESS)
        .contains("allow-certificate-without-address = true");
  }

  @Test
  void aCertificateWithoutAddressSignsWhereTheAccountAllowsIt() throws Exception {
    assertChosen(NAMELESS, LENIENT, NAMELESS);
  }

  @Test
  void aCertificateWithTheAddressGoesBeforeOneWithoutAny() throws Exception {
    assertChosen(MING.signing(), LENIENT, NAMELESS, MING.signing());
  }

  @Test
  void theCardOfSomeoneElseIsRefusedByName() throws Exception {
    assertRefused(ACCOUNT, "belongs to ann@example.tw", ANN.signing());
  }

  @Test
  void theCardOfSomeoneElseIsRefusedEvenWhereNoAddressIsAllowed() throws Exception {
    assertRefused(LENIENT, "belongs to ann@example.tw", ANN.signing());
  }

  @Test
  void anExpiredCertificateIsRefusedWithItsDate() throws Exception {
    String day = EXPIRED.certificate().getNotAfter().toInstant().toString().substring(0, 10);

    assertRefused(ACCOUNT, "expired on " + day, EXPIRED);
  }

  @Test
  void aShortKeyIsRefused() throws Exception {
    Holder weak =
        PKI.certificate("CN=Ming")
            .key(KeyKind.RSA_1024)
            .address("ming@example.tw")
            .usage(KeyUsage.digitalSignature)
            .issue();

    assertRefused(ACCOUNT, "RSA-1024", weak);
  }

  @Test
  void aCardThatOnlyDecryptsIsRefused() throws Exception {
    assertRefused(ACCOUNT, "no signing certificate", MING.encryption());
  }

  private Holder signing(Instant from, Instant to) {
    return PKI.certificate("CN=Ming")
        .key(KeyKind.P256)
        .address("ming@example.tw")
        .usage(KeyUsage.digitalSignature)
        .valid(from, to)
        .issue();
  }

  private void assertChosen(Holder expected, Account account, Holder... card) throws Exception {
    assertThat(SignerChoice.of(keys(card), account, now))
        .isInstanceOfSatisfying(
            SignerChoice.Chosen.class,
            chosen -> assertThat(chosen.key().certificate()).isEqualTo(expected.certificate()));
  }

  private AbstractStringAssert<?> assertRefused(Account account, String words, Holder... card)
      throws Exception {
    SignerChoice choice = SignerChoice.of(keys(card), account, now);
    assertThat(choice).isInstanceOf(SignerChoice.None.class);
    Failure refusal = ((SignerChoice.None) choice).refusal();
    assertThat(refusal.replyCode()).isEqualTo(550);
    assertThat(refusal.enhancedCode()).startsWith("5.7.");
    return assertThat(refusal.text()).contains(words);
  }

  private static List<HeldKey> keys(Holder... card) throws Failure {
    return new CardKeys(
            new FakeCardAgent().token("card", card),
            Purpose.signMail("", ""),
            new PinWait(Duration.ofSeconds(1)))
        .known();
  }
}
