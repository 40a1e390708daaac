package org.sealpost.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.sealpost.testmail.Cast.ANN;
import static org.sealpost.testmail.Cast.BOB;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sealpost.failure.Failure;
import org.sealpost.mime.Content;
import org.sealpost.policy.Account;
import org.sealpost.policy.EncryptPolicy;
import org.sealpost.policy.RecipientRule;
import org.sealpost.policy.SignPolicy;
import org.sealpost.policy.TriggerWords;
import org.sealpost.smime.SmimeKind;
import org.sealpost.testmail.Mails;
import org.slf4j.LoggerFactory;

/** Ming signs all mails, encrypts to example.tw, and does not sign for a list. */
class RecipientRulesTest extends SendingFixture {
  private static final Account RULED =
      new Account(
          "ming@example.tw",
          SignPolicy.ALWAYS,
          EncryptPolicy.NEVER,
          false,
          List.of(
              new RecipientRule(
                  "@example.tw", Optional.empty(), Optional.of(EncryptPolicy.REQUIRED)),
              new RecipientRule(
                  "list@example.org", Optional.of(SignPolicy.NEVER), Optional.empty())),
          TriggerWords.none());

  @Test
  void aMailToARecipientWithARuleIsEncrypted() throws Exception {
    sender.knows("ann@example.tw", ANN);

    assertThat(kind(sender.send(RULED, LETTER, "ann@example.tw"))).isEqualTo(SmimeKind.ENCRYPTED);
  }

  @Test
  void aMailToAListThatWantsNoSignatureIsNotSigned() throws Exception {
    assertThat(kind(sender.send(RULED, LETTER, "list@example.org"))).isEqualTo(SmimeKind.NONE);
    assertThat(sender.agent.signatures()).isZero();
  }

  @Test
  void aMailToAnyoneElseIsAsTheAccountSays() throws Exception {
    assertThat(kind(sender.send(RULED, LETTER, "bob@example.org")))
        .isEqualTo(SmimeKind.MULTIPART_SIGNED);
  }

  @Test
  void theRuleOfOneRecipientHoldsForTheMailToAll() throws Exception {
    sender.knows("ann@example.tw", ANN).knows("list@example.org", BOB);

    assertThat(kind(sender.send(RULED, LETTER, "list@example.org", "ann@example.tw")))
        .isEqualTo(SmimeKind.ENCRYPTED);
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> sender.send(RULED, LETTER, "cai@example.org", "ann@example.tw"))
        .withMessageContaining("rule for the domain of a recipient")
        .withMessageContaining("cai@example.org");
  }

  @Test
  void theLogSaysWhatWasDoneAndWhyAndNothingOfTheMail() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(OutboundFlow.class);
    Level before = logger.getLevel();
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.setLevel(Level.DEBUG);
    logger.addAppender(log);
    try {
      sender.knows("ann@example.tw", ANN);
      sender.send(RULED, LETTER, "ann@example.tw");
    } finally {
      logger.detachAppender(log);
      logger.setLevel(before);
    }

    assertThat(log.list.stream().map(ILoggingEvent::getFormattedMessage))
        .singleElement(STRING)
        .contains("ming@example.tw", "signed here: yes (policy of the account)")
        .contains("encrypted here: yes (rule for the domain of a recipient)")
        .doesNotContain("ann@", Mails.entity(LETTER).header().first("Subject").get().value());
  }

  private static SmimeKind kind(List<Delivery> deliveries) throws Exception {
    byte[] mail = Mails.written(deliveries.getFirst().mail());
    return SmimeKind.of(Mails.entity(Content.of(mail)));
  }
}
