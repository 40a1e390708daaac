package org.sealpost.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.sealpost.testmail.Cast.ANN;
import static org.sealpost.testmail.Cast.PKI;

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

/** The mark of an opened mail does not come back with the answer to it. */
class OwnMarkTest extends SendingFixture {
  private static final Account ASKED =
      new Account(
          "ming@example.tw",
          SignPolicy.ON_TRIGGER,
          EncryptPolicy.ON_TRIGGER,
          false,
          List.of(),
          TriggerFixture.STANDARD);
  private static final String MARK = "[松柏 ✔簽章 🔒] ";

  private byte[] sent(Account account, String subject) throws Exception {
    Content mail =
        Mails.of(
            """
            From: ming@example.tw
            To: ann@example.tw
            Subject: %s
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            > Subject: %s年度報告
            松柏長青
            """
                .formatted(subject, MARK));
    Delivery delivery = sender.send(account, mail, "ann@example.tw").getFirst();
    byte[] written = Mails.written(delivery.mail());
    assertThat((long) written.length).isLessThanOrEqualTo(delivery.sizeBound());
    return written;
  }

  @Test
  void aPlainMailLeavesWithoutIt() throws Exception {
    assertThat(new String(sent(PLAIN, "Re: " + MARK + "x"), UTF_8))
        .contains("Subject: Re: x\r\n", "> Subject: 年度報告\r\n松柏長青\r\n")
        .doesNotContain("[松柏");
  }

  @Test
  void aSignedMailIsSignedWithoutIt() throws Exception {
    byte[] mail = sent(SIGNING, "Re: " + MARK + "x");

    byte[] signed = new Openssl(folder).verify(mail, PKI.root());
    assertThat(new String(Mails.entity(Content.of(signed)).decodedBody().readAllBytes(), UTF_8))
        .isEqualTo("> Subject: 年度報告\r\n松柏長青\r\n");
  }

  @Test
  void anEncryptedMailDoesNotHoldIt() throws Exception {
    sender.knows("ann@example.tw", ANN);

    byte[] inside = new Openssl(folder).decrypt(sent(REQUIRED, "x"), ANN.encryption());

    byte[] signed =
        Mails.entity(Content.of(inside)).parts().getFirst().decodedBody().readAllBytes();
    assertThat(new String(signed, UTF_8)).isEqualTo("> Subject: 年度報告\r\n松柏長青\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "[sign] Re: [松柏 ✔簽章 🔒] Budget, MULTIPART_SIGNED",
    "[encrypt] [松柏 ✔簽章 🔒] Budget, ENCRYPTED",
    "[松柏 ✔簽章 🔒] Budget, NONE",
  })
  void whatTheSenderAsksForBeforeItCounts(String subject, SmimeKind kind) throws Exception {
    sender.knows("ann@example.tw", ANN);

    byte[] mail = sent(ASKED, subject);

    assertThat(SmimeKind.of(Mails.entity(Content.of(mail)))).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[松柏 ✔簽章 🔒] [plain] Budget",
        "Re: [松柏 ✔簽章 🔒] [encrypt] Budget",
        "[松柏 ✔簽章 🔒] Budget [encrypt]",
      })
  void aKeywordBehindItIsTheCorrespondentsAndNeverCounts(String subject) {
    assertThatExceptionOfType(Failure.class).isThrownBy(() -> sent(ASKED, subject));
  }
}
