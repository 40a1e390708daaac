package org.sealpost.outbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.sealpost.outbound.SenderFixture.ming;
import static org.sealpost.testmail.Cast.ANN;
import static org.sealpost.testmail.Cast.BOB;
import static org.sealpost.testmail.Cast.CAI;
import static org.sealpost.testmail.Cast.MING;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.Purpose;
import org.sealpost.failure.Failure;
import org.sealpost.mime.Content;
import org.sealpost.policy.Account;
import org.sealpost.policy.EncryptPolicy;
import org.sealpost.policy.SignPolicy;
import org.sealpost.testmail.Mails;

/** What leaves depends on the card only where it has to, and asks it no more than that. */
class CardUseTest extends SendingFixture {
  private static final Account BOBS =
      new Account("bob@example.tw", SignPolicy.ALWAYS, EncryptPolicy.NEVER, false);

  private static final Content FROM_BOB = Mails.of("From: bob@example.tw\n\nHello\n");

  @Test
  void aCardThatIsNotThereDoesNotDisturbOneThatSigns() throws Exception {
    sender.agent.absent("old", MING.signing()).neverSeen("gone");
    written(only(sender.send(SIGNING, LETTER, "ann@example.tw")));
    assertThat(sender.agent.signatures()).isEqualTo(1);

    sender.agent.closed("card", MING.signing(), MING.encryption());
    written(only(sender.send(SIGNING, LETTER, "ann@example.tw")));
    assertThat(sender.agent.signatures()).isEqualTo(2);
  }

  @Test
  void theCardSignsOncePerMailHoweverManyCopies() throws Exception {
    sender.knows("ann@example.tw", ANN).knows("bob@example.tw", BOB).knows("cai@example.tw", CAI);

    List<Delivery> deliveries =
        sender.send(REQUIRED, LETTER, "ann@example.tw", "bob@example.tw", "cai@example.tw");
    for (Delivery delivery : deliveries) {
      Mails.written(delivery.mail());
    }

    assertThat(deliveries).hasSize(3);
    assertThat(sender.agent.signatures()).isEqualTo(1);
  }

  @Test
  void thePinIsAskedForBeforeAnythingIsWrittenAndSaysForWhom() throws Exception {
    sender.agent.locked("card", MING.signing(), MING.encryption());

    List<Delivery> deliveries = sender.send(SIGNING, LETTER, "ann@example.tw");

    assertThat(sender.agent.prompts()).isEqualTo(1);
    assertThat(sender.agent.signatures()).isZero();
    assertThat(sender.agent.purposes())
        .containsExactly(Purpose.signMail("ming@example.tw", "ann@example.tw"));
    Mails.written(only(deliveries).mail());
    assertThat(sender.agent.prompts()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "LOCKED",
        "PIN_PENDING",
        "PIN_CANCELLED",
        "PIN_WRONG",
        "PIN_BLOCKED",
        "NO_PROMPT",
        "TIMEOUT"
      })
  void withoutThePinTheClientKeepsItsMail(CardError error) {
    sender.agent.locked("card", MING.signing(), MING.encryption()).answering(error);

    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> sender.send(SIGNING, LETTER, "ann@example.tw"))
        .matches(Failure::temporary);
  }

  @Test
  void theClientsRetryAfterThePinWasEnteredSucceeds() throws Exception {
    sender.agent.locked("card", MING.signing()).answering(CardError.PIN_PENDING);
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> sender.send(SIGNING, LETTER, "ann@example.tw"));

    sender.agent.answeringWell();

    assertThat(sender.send(SIGNING, LETTER, "ann@example.tw")).hasSize(1);
  }

  @Test
  void withoutAnyCardTheClientKeepsItsMail() {
    SenderFixture empty = new SenderFixture(folder.resolve("."));
    try (empty) {
      assertThatExceptionOfType(Failure.class)
          .isThrownBy(() -> empty.send(SIGNING, LETTER, "ann@example.tw"))
          .matches(Failure::temporary)
          .withMessageContaining("Insert the card");
    }
  }

  @Test
  void aCardThatHasFailedDoesNotDisturbOneThatSigns() throws Exception {
    sender.agent.failed("another").locked("card", MING.signing(), MING.encryption());

    assertThat(sender.send(SIGNING, LETTER, "ann@example.tw")).hasSize(1);
    assertThat(sender.agent.prompts()).isEqualTo(1);
  }

  @Test
  void aFailedCardThatMayBeTheSendersOwnKeepsTheMailAtTheClientAndIsNamed() {
    sender.agent.failed("bob's");

    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> sender.send(BOBS, FROM_BOB, "ann@example.tw"))
        .matches(Failure::temporary)
        .withMessageContaining("no card that works is for bob@example.tw")
        .withMessageContaining("bob's");
  }

  @Test
  void aMissingCardThatMayBeTheSendersOwnKeepsTheMailAtTheClientAndIsNamed() {
    sender.agent.neverSeen("bob's");

    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> sender.send(BOBS, FROM_BOB, "ann@example.tw"))
        .matches(Failure::temporary)
        .withMessageContaining("Insert the card Card bob's");
  }

  @Test
  void whereEveryCardIsReadASenderWithoutOneIsRefusedForGood() {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> sender.send(BOBS, FROM_BOB, "ann@example.tw"))
        .matches(failure -> !failure.temporary())
        .withMessageContaining("belongs to ming@example.tw");
  }

  @Test
  void withoutTheAgentTheClientKeepsItsMail() {
    sender.agent.unreachable();

    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> sender.send(BOTH, LETTER, "ann@example.tw"))
        .matches(Failure::temporary)
        .withMessageContaining("sealpost agent");
  }

  @Test
  void withoutTheAgentAMailThatNeedsNoneLeaves() throws Exception {
    sender.agent.unreachable();
    Account whenPossible = ming(SignPolicy.NEVER, EncryptPolicy.WHEN_POSSIBLE);

    assertThat(sender.send(PLAIN, LETTER, "ann@example.tw")).hasSize(1);
    assertThat(sender.send(whenPossible, LETTER, "ann@example.tw")).hasSize(1);
  }

  @Test
  void aCardThatShowsItsCertificatesOnlyAfterThePinIsUnlockedFirst() throws Exception {
    sender.agent.closed("card", MING.signing(), MING.encryption());

    Mails.written(only(sender.send(SIGNING, LETTER, "ann@example.tw")).mail());

    assertThat(sender.agent.prompts()).isEqualTo(1);
  }

  @Test
  void aCardThatNeedNotBeAskedIsNot() throws Exception {
    sender.agent.closed("another", ANN.signing(), ANN.encryption());

    Mails.written(only(sender.send(SIGNING, LETTER, "ann@example.tw")).mail());

    assertThat(sender.agent.prompts()).isZero();
  }

  private static Delivery only(List<Delivery> deliveries) {
    assertThat(deliveries).hasSize(1);
    return deliveries.getFirst();
  }

  private static String written(Delivery delivery) throws Exception {
    return new String(Mails.written(delivery.mail()), ISO_8859_1).replace("\r\n", "\n");
  }
}
