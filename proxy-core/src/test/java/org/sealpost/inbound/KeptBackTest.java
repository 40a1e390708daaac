package org.sealpost.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.sealpost.testmail.Cast.ANN;
import static org.sealpost.testmail.Cast.BOB;
import static org.sealpost.testmail.Cast.MING;
import static org.sealpost.testmail.Cast.PKI;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.Purpose;
import org.sealpost.failure.Failure;
import org.sealpost.inbound.OpenedMail.Encryption;
import org.sealpost.mime.Content;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.testmail.Mails;
import org.sealpost.testmail.Makes;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.TrustAnchors;
import org.sealpost.trust.TrustBasis;
import org.sealpost.trust.Verdict;

/** What the card cannot open now stays on the server; what has nothing to wait for does not. */
class KeptBackTest extends ReceivingFixture {
  private byte[] text;

  @BeforeEach
  void writeText() throws Exception {
    text = Makes.entity("Content-Type: text/plain; charset=us-ascii\n\nAt nine.\n");
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
  void withoutThePinTheMailStaysOnTheServer(CardError error) throws Exception {
    ming.agent.locked("card", MING.encryption()).answering(error);
    Content mail = Makes.mail(FROM_ANN, makes.encrypted(text, MING.encryption()));

    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> ming.open(mail))
        .matches(Failure::temporary);

    ming.agent.answeringWell();
    assertOpened(ming.open(mail));
    assertThat(ming.agent.purposes())
        .containsOnly(Purpose.openMail("ming@example.tw", "ann@example.tw"));
  }

  @Test
  void withoutTheCardOrTheAgentTheMailStaysOnTheServer() throws Exception {
    Content mail = Makes.mail(FROM_ANN, makes.encrypted(text, MING.encryption()));
    ming.agent.absent("card", MING.encryption());
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> ming.open(mail))
        .matches(Failure::temporary);

    ming.agent.unreachable();
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> ming.open(mail))
        .matches(Failure::temporary)
        .withMessageContaining("sealpost agent");
  }

  @Test
  void aMailThatMayBeForACardThatIsNotThereStaysOnTheServerThoughAnotherIsThere() throws Exception {
    Content mail = Makes.mail(FROM_ANN, makes.encrypted(text, BOB.encryption()));
    ming.agent.neverSeen("bob");

    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> ming.open(mail))
        .matches(Failure::temporary)
        .withMessageContaining("Card bob");

    ming.agent.absent("bob", BOB.encryption());
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> ming.open(mail))
        .matches(Failure::temporary)
        .withMessageContaining("Card bob");

    ming.agent.token("bob", BOB.encryption());
    assertOpened(ming.open(mail));
  }

  @Test
  void aCardThatIsNotThereKeepsBackNothingThatIsNotForIt() throws Exception {
    ming.agent.absent("bob", BOB.encryption());
    assertOpened(ming.open(Makes.mail(FROM_ANN, makes.encrypted(text, MING.encryption()))));
    Content forAnn = Makes.mail(FROM_ANN, makes.encrypted(text, ANN.encryption()));
    assertPassedAsItCame(ming.open(forAnn), forAnn);

    ming.agent.neverSeen("bob");
    assertOpened(ming.open(Makes.mail(FROM_ANN, makes.encrypted(text, MING.encryption()))));
  }

  @Test
  void withoutTheAgentASignedMailIsOpenedAllTheSame() throws Exception {
    ming.agent.unreachable();

    assertOpened(ming.open(Makes.mail(FROM_ANN, makes.signed(text, ANN.signing()))));
  }

  @Test
  void whatTheCardCanNeverDoPassesAsItCame() throws Exception {
    ming.agent.failingAtWork(CardError.NOT_SUPPORTED);
    Content mail = Makes.mail(FROM_ANN, makes.encrypted(text, MING.encryption()));

    OpenedMail opened = ming.open(mail);

    assertPassedAsItCame(opened, mail);
    assertThat(opened.encryption()).isInstanceOf(Encryption.Failed.class);
  }

  @Test
  void aTokenThatShowsItsCertificatesOnlyAfterThePinIsUnlockedAndOpens() throws Exception {
    ming.agent.closed("card", MING.encryption());

    assertOpened(ming.open(Makes.mail(FROM_ANN, makes.encrypted(text, MING.encryption()))));
    assertThat(ming.agent.prompts()).isEqualTo(1);
  }

  @Test
  void aTokenThatIsNotNeededIsNotUnlocked() throws Exception {
    ming.agent.closed("another", BOB.encryption());

    assertOpened(ming.open(Makes.mail(FROM_ANN, makes.encrypted(text, MING.encryption()))));
    assertThat(ming.agent.prompts()).isZero();
  }

  @Test
  void aBookThatCannotBeWrittenKeepsNoMailBack() throws Exception {
    InboundFlow flow =
        new InboundFlow(
            ming.agent,
            new CertificateTrust(TrustBasis.of(TrustAnchors.of(List.of(PKI.root().certificate())))),
            (signature, verdict, address, messageId, now) -> {
              throw new IllegalStateException("disk full");
            },
            _ -> {
              throw new IllegalStateException("disk full");
            },
            new SpoolFactory(folder, 1000),
            Clock.systemUTC(),
            Duration.ZERO,
            false);

    try (OpenedMail opened =
        flow.open(
            ReceiverFixture.ACCOUNT, Makes.mail(FROM_ANN, makes.signed(text, ANN.signing())))) {
      assertThat(opened.verdict()).isInstanceOf(Verdict.Unchecked.class);
    }
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
