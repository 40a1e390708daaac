package org.sealpost.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cms.KeyAgreeRecipientId;
import org.bouncycastle.cms.KeyTransRecipientId;
import org.bouncycastle.cms.RecipientId;
import org.junit.jupiter.api.Test;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.Purpose;
import org.sealpost.failure.Failure;
import org.sealpost.smime.RecipientKey;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;

class CardRecipientKeysTest {
  private static final TestPki PKI = new TestPki();
  private static final Holder MING =
      PKI.certificate("CN=Ming").address("ming@example.tw").usage(KeyUsage.keyEncipherment).issue();
  private static final Holder MING_EC =
      PKI.certificate("CN=Ming")
          .key(KeyKind.P256)
          .address("ming@example.tw")
          .usage(KeyUsage.keyAgreement)
          .issue();
  private static final Holder OTHER =
      PKI.certificate("CN=Other").usage(KeyUsage.keyEncipherment).issue();

  private final FakeCardAgent agent = new FakeCardAgent();

  @Test
  void aKeyIsFoundByIssuerAndSerial() throws Exception {
    agent.token("a", OTHER).token("b", MING);

    assertThat(keys().find(byIssuerAndSerial(MING)).map(RecipientKey::certificate))
        .contains(MING.certificate());
  }

  @Test
  void aKeyIsFoundBySubjectKeyIdentifier() throws Exception {
    agent.token("a", OTHER, MING);
    byte[] identifier =
        new JcaX509ExtensionUtils()
            .createSubjectKeyIdentifier(MING.certificate().getPublicKey())
            .getKeyIdentifier();

    assertThat(keys().find(new KeyTransRecipientId(identifier)).map(RecipientKey::certificate))
        .contains(MING.certificate());
  }

  @Test
  void aKeyForAgreementIsFound() throws Exception {
    agent.token("a", MING, MING_EC);
    X509CertificateHolder holder = new X509CertificateHolder(MING_EC.certificate().getEncoded());
    RecipientId id = new KeyAgreeRecipientId(holder.getIssuer(), holder.getSerialNumber());

    assertThat(keys().find(id).map(RecipientKey::certificate)).contains(MING_EC.certificate());
  }

  @Test
  void anExpiredCertificateStillOpens() throws Exception {
    Holder expired =
        PKI.certificate("CN=Ming")
            .usage(KeyUsage.keyEncipherment)
            .valid(
                Instant.now().minus(Duration.ofDays(90)), Instant.now().minus(Duration.ofDays(9)))
            .issue();
    agent.token("a", MING, expired);

    assertThat(keys().find(byIssuerAndSerial(expired))).isPresent();
  }

  @Test
  void aSigningKeyDoesNotOpen() throws Exception {
    Holder signing = PKI.certificate("CN=Ming").usage(KeyUsage.digitalSignature).issue();
    agent.token("a", signing);

    assertThat(keys().find(byIssuerAndSerial(signing))).isEmpty();
  }

  @Test
  void theSameSerialOfAnotherIssuerIsAnotherCertificate() throws Exception {
    agent.token("a", MING);

    assertThat(
            keys()
                .find(
                    new KeyTransRecipientId(
                        new X500Name("CN=Elsewhere"), MING.certificate().getSerialNumber())))
        .isEmpty();
  }

  @Test
  void aPresentCardGoesBeforeItsTwinThatWasTakenOut() throws Exception {
    agent.absent("a", MING).token("b", MING);

    RecipientKey key = keys().find(byIssuerAndSerial(MING)).orElseThrow();

    assertThat(key.unwrap(org.sealpost.card.api.KeyTransport.pkcs1(), new byte[256], 32))
        .hasSize(32);
  }

  @Test
  void findingNeverPrompts() throws Exception {
    agent.locked("a", MING).closed("b", OTHER);
    CardRecipientKeys keys = keys();

    assertThat(keys.find(byIssuerAndSerial(MING))).isPresent();
    assertThat(keys.find(byIssuerAndSerial(OTHER))).isEmpty();
    assertThat(agent.prompts()).isZero();
  }

  @Test
  void learningUnlocksOneTokenAfterTheOtherAndEnds() throws Exception {
    agent.locked("a", MING).closed("b", OTHER);
    CardRecipientKeys keys = keys();

    assertThat(keys.learn()).isTrue();
    assertThat(keys.find(byIssuerAndSerial(OTHER))).isPresent();
    assertThat(agent.prompts()).isEqualTo(1);
    assertThat(keys.learn()).isFalse();
  }

  @Test
  void withoutAnyTokenTheAnswerIsTemporary() {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> keys().find(unknown()))
        .matches(Failure::temporary)
        .withMessageContaining("Insert the card");
  }

  @Test
  void withOnlyTokensThatWereTakenOutTheAnswerIsTemporary() {
    agent.absent("a", OTHER);

    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> keys().find(unknown()))
        .matches(Failure::temporary);
  }

  @Test
  void aKeyOfATokenThatWasTakenOutIsMissingByName() throws Exception {
    agent.token("a", OTHER).absent("b", MING);
    CardRecipientKeys keys = keys();

    assertThat(keys.find(byIssuerAndSerial(MING))).isEmpty();
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(keys::requireMatching)
        .matches(Failure::temporary)
        .withMessageContaining("Insert the card Card b")
        .withMessageContaining("sealpost card forget");

    keys.nextEnvelope();
    keys.find(unknown());
    keys.requireAll();
  }

  @Test
  void aCardWhoseLabelNoReplyCanShowIsMissingByItsSerial() throws Exception {
    agent.token("a", OTHER).absent("0123", MING).labelled("0123", "自然人憑證");
    CardRecipientKeys keys = keys();
    keys.find(byIssuerAndSerial(MING));
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(keys::requireMatching)
        .withMessageContaining("Insert the card 0123,");

    agent.neverSeen("0123");
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(keys()::requireAll)
        .withMessageContaining("Insert the card 0123,");
  }

  @Test
  void nothingWaitsForATokenThatWasForgotten() throws Exception {
    agent.token("a", OTHER).absent("b", MING);
    agent.forget("b");
    CardRecipientKeys keys = keys();

    assertThat(keys.find(byIssuerAndSerial(MING))).isEmpty();
    keys.requireAll();
  }

  @Test
  void aTokenThatWasNeverSeenMayHoldAnyKey() throws Exception {
    agent.token("a", OTHER).neverSeen("b");
    CardRecipientKeys keys = keys();

    assertThat(keys.find(unknown())).isEmpty();
    keys.requireMatching();
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(keys::requireAll)
        .matches(Failure::temporary)
        .withMessageContaining("Insert the card Card b");
  }

  @Test
  void aCardThatHasFailedKeepsBackOnlyWhatMayBeForIt() throws Exception {
    agent.failed("a").token("b", MING);
    CardRecipientKeys keys = keys();

    assertThat(keys.find(byIssuerAndSerial(MING))).isPresent();
    assertThat(keys.learn()).as("it is asked for no PIN").isFalse();
    keys.requireMatching();
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(keys::requireAll)
        .matches(Failure::temporary)
        .withMessageContaining("Card a is broken. Mend it.");
  }

  @Test
  void whereEveryCardHasFailedItIsSaidWhy() {
    agent.failed("a").neverSeen("b");

    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> keys().find(unknown()))
        .matches(Failure::temporary)
        .withMessage("The card failed. Card a is broken. Mend it.");
  }

  @Test
  void withoutTheAgentTheAnswerIsTemporary() {
    agent.unreachable();

    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> keys().find(unknown()))
        .matches(Failure::temporary)
        .withMessageContaining("sealpost agent");
  }

  @Test
  void aPromptThatIsNotAnsweredIsTemporary() {
    agent.closed("a", MING).answering(CardError.PIN_PENDING);

    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> keys().learn())
        .matches(Failure::temporary)
        .withMessageContaining("Enter the PIN");
  }

  @Test
  void anAgentThatShowsNothingAfterAnUnlockIsNotAskedForever() throws Exception {
    agent.closed("a");
    CardRecipientKeys keys = keys();

    assertThat(keys.learn()).isTrue();
    assertThat(keys.learn()).isFalse();
    assertThat(keys.find(unknown())).isEqualTo(Optional.empty());
  }

  private CardRecipientKeys keys() {
    Purpose purpose = Purpose.openMail("ming@example.tw", "ann@example.tw");
    return new CardRecipientKeys(new CardKeys(agent, purpose, new PinWait(Duration.ofSeconds(1))));
  }

  private static RecipientId byIssuerAndSerial(Holder holder) throws Exception {
    X509CertificateHolder bc = new X509CertificateHolder(holder.certificate().getEncoded());
    return new KeyTransRecipientId(bc.getIssuer(), bc.getSerialNumber());
  }

  private static RecipientId unknown() {
    return new KeyTransRecipientId(new X500Name("CN=Nobody"), BigInteger.TWO);
  }
}
