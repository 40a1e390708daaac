package org.sealpost.outbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.sealpost.testmail.Cast.ANN;
import static org.sealpost.testmail.Cast.BOB;
import static org.sealpost.testmail.Cast.PKI;

import java.time.Duration;
import java.time.Instant;
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
import org.sealpost.policy.Obstacle;
import org.sealpost.policy.RecipientRule;
import org.sealpost.policy.Refusal;
import org.sealpost.policy.SignPolicy;
import org.sealpost.policy.SignatureForm;
import org.sealpost.policy.TriggerFixture;
import org.sealpost.policy.WithoutCertificate;
import org.sealpost.smime.SmimeKind;
import org.sealpost.testmail.Mails;
import org.sealpost.testmail.Openssl;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki.Person;

/** Some recipients get a mail encrypted and others do not, because the user said so. */
class SplitFlowTest extends SendingFixture {
  private static final Account SPLITTING = account(WithoutCertificate.SPLIT, List.of());
  private static final Account STRICT = account(WithoutCertificate.REFUSE, List.of());

  private static final Content LETTER_TO_BOTH =
      Mails.of("From: ming@example.tw\nTo: ann@example.tw, bob@example.tw\n\nGrüße\n");

  @Test
  void aSplitMailIsSignedOnceAndTheSameForAll() throws Exception {
    sender.knows("ann@example.tw", ANN);

    List<Delivery> deliveries =
        sender.send(SPLITTING, LETTER_TO_BOTH, "ann@example.tw", "bob@example.tw");

    assertThat(deliveries.stream().map(Delivery::recipients))
        .containsExactly(List.of("ann@example.tw"), List.of("bob@example.tw"));
    Openssl openssl = new Openssl(folder);
    byte[] open = Mails.written(deliveries.get(1).mail());
    byte[] inside = openssl.decrypt(Mails.written(deliveries.get(0).mail()), ANN.encryption());
    assertThat(body(open)).isEqualTo(body(inside)).contains("smime.p7s");
    openssl.verify(open, PKI.root());
    openssl.verify(inside, PKI.root());
    assertThat(sender.agent.signatures()).isEqualTo(1);
  }

  @Test
  void aMailThatAsksForEncryptionIsNotSplit() throws Exception {
    sender.knows("ann@example.tw", ANN);

    assertRefused(SPLITTING, asking(), "bob@example.tw");
  }

  @Test
  void aRuleThatRequiresEncryptionForbidsToSplit() throws Exception {
    sender.knows("ann@example.tw", ANN);
    Account ruled =
        account(
            WithoutCertificate.SPLIT,
            List.of(
                new RecipientRule(
                    "ann@example.tw", Optional.empty(), Optional.of(EncryptPolicy.REQUIRED))));

    assertRefused(ruled, LETTER_TO_BOTH, "bob@example.tw");
  }

  @Test
  void whoIsNamedInTwoSpellingsIsSentToInBothAndCountsOnce() throws Exception {
    sender.knows("ann@example.tw", ANN);

    List<Delivery> deliveries =
        sender.send(
            SPLITTING,
            LETTER_TO_BOTH,
            "ann@example.tw",
            "bob@example.tw",
            "Ann@example.tw",
            "BOB@example.tw");

    assertThat(deliveries.stream().map(Delivery::recipients))
        .containsExactly(
            List.of("ann@example.tw", "Ann@example.tw"),
            List.of("bob@example.tw", "BOB@example.tw"));
  }

  @Test
  void afterAPermissionTheRefusedMailLeaves() throws Exception {
    sender.knows("ann@example.tw", ANN);
    assertRefused(STRICT, LETTER_TO_BOTH, "run: sealpost allow bob@example.tw");

    allow("bob@example.tw", Instant.now(), Duration.ofMinutes(10));

    assertSplit(sender.send(STRICT, LETTER_TO_BOTH, "ann@example.tw", "bob@example.tw"));
  }

  @Test
  void alsoOneThatAsksForEncryptionItself() throws Exception {
    sender.knows("ann@example.tw", ANN);
    sender.permissions.allow(Optional.empty(), "bob@example.tw", Instant.now(), Optional.empty());

    assertSplit(sender.send(STRICT, asking(), "ann@example.tw", "bob@example.tw"));
  }

  @Test
  void attackAPermissionForGoodDoesNotUndoWhatALaterMailAsksFor() throws Exception {
    sender.knows("ann@example.tw", ANN);
    Instant longAgo = Instant.now().minus(Duration.ofDays(300));
    sender.permissions.allow(Optional.empty(), "bob@example.tw", longAgo, Optional.empty());

    assertRefused(STRICT, asking(), "keyword in the subject");
    assertSplit(sender.send(STRICT, LETTER_TO_BOTH, "ann@example.tw", "bob@example.tw"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aNewPermissionCountsBesideAnOldOneForGood(boolean newOneIsForTheAccount) throws Exception {
    Optional<String> account = Optional.of("ming@example.tw");
    Instant now = Instant.now();
    sender.knows("ann@example.tw", ANN);
    sender.permissions.allow(
        newOneIsForTheAccount ? Optional.empty() : account,
        "bob@example.tw",
        now.minus(Duration.ofDays(1)),
        Optional.empty());
    assertRefused(STRICT, asking(), "sealpost allow bob@example.tw");

    sender.permissions.allow(
        newOneIsForTheAccount ? account : Optional.empty(),
        "bob@example.tw",
        now,
        Optional.of(now.plusSeconds(600)));

    assertSplit(sender.send(STRICT, asking(), "ann@example.tw", "bob@example.tw"));
  }

  @Test
  void attackAPermissionThatHasEndedLetsNothingLeave() throws Exception {
    sender.knows("ann@example.tw", ANN);
    allow("bob@example.tw", Instant.now().minusSeconds(601), Duration.ofMinutes(10));

    assertRefused(STRICT, LETTER_TO_BOTH, "bob@example.tw");
  }

  @Test
  void aPermissionCountsAfterTheCertificateHasLapsed() throws Exception {
    Holder old =
        PKI.certificate("CN=Bob,E=bob@example.tw")
            .key(KeyKind.P256)
            .valid(Instant.now().minus(Duration.ofDays(9)), Instant.now().minusSeconds(60))
            .usage(KeyUsage.keyAgreement)
            .issue();
    sender.knows("ann@example.tw", ANN).knows("bob@example.tw", new Person(old, old));
    allow("bob@example.tw", Instant.now(), Duration.ofMinutes(10));

    assertSplit(sender.send(BOTH, LETTER_TO_BOTH, "ann@example.tw", "bob@example.tw"));
  }

  @Test
  void whoIsPermittedAndHasACertificateGetsItEncrypted() throws Exception {
    sender.knows("ann@example.tw", ANN).knows("bob@example.tw", BOB);
    allow("bob@example.tw", Instant.now(), Duration.ofMinutes(10));

    List<Delivery> deliveries =
        sender.send(STRICT, LETTER_TO_BOTH, "ann@example.tw", "bob@example.tw");

    assertThat(deliveries).hasSize(1);
    assertThat(kind(deliveries.getFirst())).isEqualTo(SmimeKind.ENCRYPTED);
  }

  @Test
  void aPermittedMailIsSignedThoughItDidNotAskForThat() throws Exception {
    Account onTrigger =
        new Account(
            "ming@example.tw",
            SignPolicy.ON_TRIGGER,
            EncryptPolicy.REQUIRED,
            false,
            List.of(),
            TriggerFixture.STANDARD);
    sender.knows("ann@example.tw", ANN);
    allow("bob@example.tw", Instant.now(), Duration.ofMinutes(10));

    assertSplit(sender.send(onTrigger, LETTER_TO_BOTH, "ann@example.tw", "bob@example.tw"));
  }

  @Test
  void whatTheClientSignedIsSplitByteForByte() throws Exception {
    sender.knows("ann@example.tw", ANN);
    byte[] signed =
        Mails.written(sender.send(SIGNING, LETTER_TO_BOTH, "ann@example.tw").getFirst().mail());

    List<Delivery> deliveries =
        sender.send(SPLITTING, Content.of(signed), "ann@example.tw", "bob@example.tw");

    assertThat(Mails.written(deliveries.get(1).mail())).isEqualTo(signed);
    assertThat(deliveries.get(1).sizeBound()).isEqualTo(signed.length);
    assertThat(
            body(
                new Openssl(folder)
                    .decrypt(Mails.written(deliveries.get(0).mail()), ANN.encryption())))
        .isEqualTo(body(signed));
  }

  @Test
  void aRefusalIsDataToo() {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> sender.send(STRICT, LETTER_TO_BOTH, "bob@example.tw"))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.plan().recipients())
                  .singleElement()
                  .satisfies(
                      it -> {
                        assertThat(it.address()).isEqualTo("bob@example.tw");
                        assertThat(it.obstacle().map(Obstacle::kind))
                            .contains(Obstacle.Kind.NONE_KNOWN);
                      });
              assertThat(refusal.plan().signOnly()).contains("[sign-only]");
              assertThat(refusal.plan().permissible()).isTrue();
            });
  }

  private void allow(String recipient, Instant given, Duration term) {
    sender.permissions.allow(Optional.empty(), recipient, given, Optional.of(given.plus(term)));
  }

  private void assertRefused(Account account, Content mail, String words) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> sender.send(account, mail, "ann@example.tw", "bob@example.tw"))
        .withMessageContaining(words)
        .withMessageContaining("sealpost allow");
    assertThat(sender.agent.signatures()).isZero();
  }

  private static void assertSplit(List<Delivery> deliveries) throws Exception {
    assertThat(deliveries.stream().map(Delivery::recipients))
        .containsExactly(List.of("ann@example.tw"), List.of("bob@example.tw"));
    assertThat(kind(deliveries.get(0))).isEqualTo(SmimeKind.ENCRYPTED);
    assertThat(kind(deliveries.get(1))).isEqualTo(SmimeKind.MULTIPART_SIGNED);
  }

  private static SmimeKind kind(Delivery delivery) throws Exception {
    return SmimeKind.of(Mails.entity(Content.of(Mails.written(delivery.mail()))));
  }

  private static Content asking() {
    return Mails.of("From: ming@example.tw\nSubject: [encrypt] Hello\n\nHello\n");
  }

  private static String body(byte[] mail) {
    String text = new String(mail, ISO_8859_1);
    return text.substring(text.indexOf("\r\n\r\n"));
  }

  private static Account account(WithoutCertificate without, List<RecipientRule> rules) {
    return new Account(
        "ming@example.tw",
        List.of(),
        SignPolicy.ALWAYS,
        EncryptPolicy.REQUIRED,
        without,
        false,
        rules,
        TriggerFixture.STANDARD,
        SignatureForm.CLEAR);
  }
}
