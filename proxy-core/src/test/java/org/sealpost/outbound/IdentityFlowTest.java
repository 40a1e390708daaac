package org.sealpost.outbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.sealpost.testmail.Cast.ANN;
import static org.sealpost.testmail.Cast.MING;
import static org.sealpost.testmail.Cast.NAMELESS;
import static org.sealpost.testmail.Cast.PKI;

import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.failure.Failure;
import org.sealpost.mime.Content;
import org.sealpost.policy.Account;
import org.sealpost.policy.EncryptPolicy;
import org.sealpost.policy.RecipientRule;
import org.sealpost.policy.SignPolicy;
import org.sealpost.policy.TriggerFixture;
import org.sealpost.policy.WithoutCertificate;
import org.sealpost.smime.SmimeKind;
import org.sealpost.testmail.Mails;
import org.sealpost.testmail.Openssl;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;

/** Ming, who is also wang@example.org, with a card for each address. */
class IdentityFlowTest extends SendingFixture {
  private static final Account SIGNS = account(EncryptPolicy.NEVER, List.of());
  private static final Account ENCRYPTS = account(EncryptPolicy.REQUIRED, List.of());

  private final Holder wang =
      PKI.certificate("CN=Wang")
          .key(KeyKind.P256)
          .address("wang@example.org")
          .usage(KeyUsage.digitalSignature)
          .issue();

  @Test
  void ofSeveralCardsTheOneWithTheAddressOfFromSigns() throws Exception {
    sender.agent.token("other card", wang);

    assertThat(signer(sender.send(SIGNS, from("wang@example.org"), "ann@example.tw")))
        .contains(serial(wang));
    assertThat(signer(sender.send(SIGNS, from("ming@example.tw"), "ann@example.tw")))
        .contains(serial(MING.signing()));
  }

  @Test
  void attackNoCertificateSignsForAnotherAddressOfTheSameAccount() {
    assertRefused(SIGNS, from("wang@example.org"), "belongs to ming@example.tw, not to wang");
  }

  @Test
  void attackNobodySignsForSomeoneElse() {
    assertRefused(SIGNS, from("boss@example.tw"), "put it into aliases");
  }

  @Test
  void attackASecondFromDoesNotGetTheSignatureOfTheFirst() {
    Content mail = Mails.of("From: ming@example.tw\nFrom: boss@example.tw\n\nHello\n");

    assertRefused(SIGNS, mail, "several From");
  }

  @Test
  void whatIsOnlyEncryptedMustBeTheAccountsToo() throws Exception {
    sender.knows("ann@example.tw", ANN);
    Account encrypts = SenderFixture.ming(SignPolicy.NEVER, EncryptPolicy.WHEN_POSSIBLE);

    assertRefused(encrypts, from("boss@example.tw"), "put it into aliases");
  }

  @Test
  void whatTheClientSignedMustBeTheAccountsToo() throws Exception {
    String signed =
        new String(
            Mails.written(
                sender.send(SIGNS, from("ming@example.tw"), "ann@example.tw").getFirst().mail()),
            ISO_8859_1);

    assertThat(sender.send(PLAIN, content(signed), "ann@example.tw")).hasSize(1);
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(
            () ->
                sender.send(
                    PLAIN, content(signed.replace("From: ming@", "From: boss@")), "ann@example.tw"))
        .withMessageContaining("boss@example.tw");
  }

  @Test
  void whatIsNeitherSignedNorEncryptedMayBeFromAnyone() throws Exception {
    for (String fields : List.of("From: boss@example.tw", "From: a@b.tw\nFrom: c@d.tw", "To: x")) {
      Content mail = Mails.of(fields + "\n\nHello\n");

      List<Delivery> deliveries = sender.send(PLAIN, mail, "ann@example.tw");

      assertThat(Mails.written(deliveries.getFirst().mail())).isEqualTo(Mails.bytes(mail));
    }
  }

  @Test
  void whoWritesDoesNotDependOnWhereBouncesGo() throws Exception {
    Content notification = from("ming@example.tw");
    for (String sender : List.of("", "bounces@example.com")) {
      Envelope envelope = new Envelope(sender, List.of("ann@example.tw"));

      assertThat(signer(this.sender.send(SIGNS, envelope, notification)))
          .contains(serial(MING.signing()));
    }
  }

  @Test
  void aResentMailPassesAsItIs() throws Exception {
    Content mail = resent("Hello");

    List<Delivery> deliveries = sender.send(SIGNS, mail, "ann@example.tw");

    assertThat(Mails.written(deliveries.getFirst().mail())).isEqualTo(Mails.bytes(mail));
    assertThat(sender.agent.signatures()).isZero();
  }

  @Test
  void aResentMailIsEncryptedWhereItMustBe() throws Exception {
    assertRefused(ENCRYPTS, resent("Hello"), "ann@example.tw has no certificate");

    sender.knows("ann@example.tw", ANN);
    byte[] mail =
        Mails.written(sender.send(ENCRYPTS, resent("Hello"), "ann@example.tw").getFirst().mail());

    assertThat(SmimeKind.of(Mails.entity(Content.of(mail)))).isEqualTo(SmimeKind.ENCRYPTED);
    assertThat(new String(new Openssl(folder).decrypt(mail, ANN.encryption()), ISO_8859_1))
        .contains("Hello")
        .doesNotContain("pkcs7");
    assertThat(sender.agent.signatures()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[sign] Hello", "[sign-only] Hello"})
  void aResentMailThatAsksForASignatureIsRefused(String subject) {
    assertRefused(SIGNS, resent(subject), "Forward it instead");
  }

  @Test
  void soIsOneWhoseRecipientMustGetASignature() {
    Account ruled =
        account(
            EncryptPolicy.NEVER,
            List.of(
                new RecipientRule(
                    "@example.tw", Optional.of(SignPolicy.ALWAYS), Optional.empty())));

    assertRefused(ruled, resent("Hello"), "Forward it instead");
  }

  @Test
  void aMailToAnAliasOfOnesOwnNeedsNoBook() throws Exception {
    List<Delivery> deliveries = sender.send(ENCRYPTS, from("ming@example.tw"), "Wang@example.org");

    byte[] mail = Mails.written(deliveries.getFirst().mail());
    assertThat(new Openssl(folder).decrypts(mail, MING.encryption())).isTrue();
  }

  @Test
  void anAbsentCardIsNamedWithItsHolder() {
    sender.agent.absent("other", wang);

    assertLater(from("wang@example.org"), "Insert the card Card other of Wang");
  }

  @Test
  void alsoWhereNoCardIsThereAtAll() {
    sender.agent.absent("card", MING.signing());

    assertLater(from("ming@example.tw"), "Insert the card Card card of ");
  }

  @Test
  void aCardThatFailsIsNotTakenForAnAbsentOne() {
    sender.agent.absent("card", MING.signing()).failed("other");

    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> sender.send(SIGNS, from("ming@example.tw"), "ann@example.tw"))
        .withMessageStartingWith("The card failed.")
        .matches(Failure::temporary);
  }

  @Test
  void aCertificateWithoutAddressIsRefusedWithWhereToHaveItAdded() {
    sender.agent.token("card", NAMELESS);

    assertRefused(SIGNS, from("ming@example.tw"), "moica.nat.gov.tw");
  }

  private void assertRefused(Account account, Content mail, String words) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> sender.send(account, mail, "ann@example.tw"))
        .withMessageContaining(words)
        .matches(failure -> !failure.temporary());
    assertThat(sender.agent.signatures()).isZero();
  }

  private void assertLater(Content mail, String words) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> sender.send(SIGNS, mail, "ann@example.tw"))
        .withMessageContaining(words)
        .matches(Failure::temporary);
  }

  private String signer(List<Delivery> deliveries) throws Exception {
    return new Openssl(folder).print(Mails.written(deliveries.getFirst().mail()));
  }

  private static String serial(Holder holder) {
    return "serialNumber: " + holder.certificate().getSerialNumber();
  }

  private static Content from(String address) {
    return Mails.of("From: " + address + "\nTo: ann@example.tw\n\nHello\n");
  }

  private static Content resent(String subject) {
    return Mails.of(
        "Resent-From: ming@example.tw\nFrom: boss@example.tw\nSubject: " + subject + "\n\nHello\n");
  }

  private static Content content(String mail) {
    return Content.of(mail.getBytes(ISO_8859_1));
  }

  private static Account account(EncryptPolicy encrypt, List<RecipientRule> rules) {
    return new Account(
        "ming@example.tw",
        List.of("wang@example.org"),
        SignPolicy.ALWAYS,
        encrypt,
        WithoutCertificate.REFUSE,
        false,
        rules,
        TriggerFixture.STANDARD);
  }
}
