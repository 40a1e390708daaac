package org.sealpost.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.sealpost.testmail.Cast.ANN;
import static org.sealpost.testmail.Cast.MING;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.failure.Failure;
import org.sealpost.mime.Content;
import org.sealpost.policy.Account;
import org.sealpost.policy.EncryptPolicy;
import org.sealpost.policy.SignPolicy;
import org.sealpost.policy.TriggerFixture;
import org.sealpost.smime.SmimeKind;
import org.sealpost.testmail.Mails;
import org.sealpost.testmail.Openssl;

/** What a single mail asks for, on its way through the flow. */
class TriggerFlowTest extends SendingFixture {
  private static final Account ASKED = account(SignPolicy.ON_TRIGGER, EncryptPolicy.ON_TRIGGER);
  private static final Account ENCRYPTING = account(SignPolicy.ALWAYS, EncryptPolicy.REQUIRED);

  @ParameterizedTest
  @CsvSource({
    "Budget, NONE",
    "[sign] Budget, MULTIPART_SIGNED",
    "[sign-only] Budget, MULTIPART_SIGNED",
    "[plain] Budget, NONE",
    "[encrypt] Budget, ENCRYPTED",
    "Budget [sign] [encrypt], ENCRYPTED",
    "[加密] Budget, ENCRYPTED"
  })
  void theMailLeavesAsItAsks(String subject, SmimeKind kind) throws Exception {
    sender.knows("ann@example.tw", ANN);

    byte[] mail = sent(ASKED, subject, "");

    assertThat(SmimeKind.of(Mails.entity(Content.of(mail)))).isEqualTo(kind);
    assertThat(Mails.entity(Content.of(mail)).header().first("Subject").orElseThrow().value())
        .isEqualTo("Budget");
    if (kind == SmimeKind.NONE) {
      assertThat(new String(mail, UTF_8)).endsWith("Subject: Budget\r\n\r\nHello\r\n");
    }
  }

  @Test
  void noByteThatLeavesTellsOfTheKeywordNorIsThereOneInside() throws Exception {
    sender.knows("ann@example.tw", ANN);

    byte[] mail = sent(ASKED, "[sign] Budget [encrypt]", "X-Sealpost: encrypt\n");
    byte[] inside = new Openssl(folder).decrypt(mail, ANN.encryption());

    assertThat(SmimeKind.of(Mails.entity(Content.of(inside))))
        .isEqualTo(SmimeKind.MULTIPART_SIGNED);
    for (byte[] bytes : List.of(mail, inside)) {
      assertThat(new String(bytes, UTF_8))
          .doesNotContain("[sign]", "[encrypt]")
          .doesNotContainIgnoringCase("x-sealpost");
    }
  }

  @Test
  void aSignedMailHasNoKeywordInsideEither() throws Exception {
    byte[] mail = sent(ASKED, "[sign] Budget", "");

    assertThat(new String(mail, UTF_8)).doesNotContain("[sign]").contains("Subject: Budget");
  }

  @Test
  void aMailThatAsksForEncryptionNamesTheWayOutAndTheRetryGoesThrough() throws Exception {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> sent(ENCRYPTING, "Budget", ""))
        .withMessageContaining("ann@example.tw has no certificate")
        .withMessageContaining("put [sign-only] at the beginning of the subject");
    assertThat(sender.agent.prompts()).isZero();

    byte[] retry = sent(ENCRYPTING, "[sign-only] Budget", "");

    assertThat(SmimeKind.of(Mails.entity(Content.of(retry)))).isEqualTo(SmimeKind.MULTIPART_SIGNED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[encrypt] Budget", "[encrpt] Budget", "Re: [encrypt] Budget"})
  void aMailThatWasToBeSecretDoesNotLeaveOpen(String subject) {
    sender.agent.locked("card", MING.signing(), MING.encryption());
    for (Account account : List.of(ASKED, account(SignPolicy.NEVER, EncryptPolicy.NEVER))) {
      assertThatExceptionOfType(Failure.class)
          .isThrownBy(() -> sent(account, subject, ""))
          .satisfies(failure -> assertThat(failure.temporary()).isFalse())
          .withMessageNotContaining("Budget");
    }
    assertThat(sender.agent.prompts()).isZero();
  }

  @Test
  void aSensitiveMailDoesNotLeaveOpen() {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> sent(ASKED, "Budget", "Sensitivity: Private\n"))
        .withMessageContaining("header field Sensitivity");
  }

  @Test
  void aPlainMailDoesNotEscapeARequirement() {
    sender.knows("ann@example.tw", ANN);
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> sent(ENCRYPTING, "[plain] Budget", ""))
        .withMessageContaining("must be encrypted");
  }

  private byte[] sent(Account account, String subject, String fields) throws Exception {
    Content mail =
        Mails.of(
            "From: ming@example.tw\nTo: ann@example.tw\n"
                + ("Subject: " + subject + "\n" + fields + "\nHello\n"));
    return Mails.written(sender.send(account, mail, "ann@example.tw").getFirst().mail());
  }

  private static Account account(SignPolicy sign, EncryptPolicy encrypt) {
    return new Account("ming@example.tw", sign, encrypt, false, List.of(), TriggerFixture.STANDARD);
  }
}
