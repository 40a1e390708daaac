package org.sealpost.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.sealpost.policy.TriggerFixture.STANDARD;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.failure.Failure;
import org.sealpost.mime.Header;

/** Wishes in header fields that are nearly right; a line end is written {@code ~}. */
class AlmostFieldTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Sealpost-Encrypt: yes",
        "X-Sealpost-Encrypt: encrypt",
        "X-Sealposts: encrypt",
        "X-Sealpsot: encrypt",
        "X-Sealpot: encrypt",
        "Z-Sealpost: encrypt",
        "X-Seal-Post: encrypt",
        "X_Sealpost: encrypt",
        "XSealpost: encrypt",
        "Sealpost: encrypt",
        "Sealpots: encrypt",
        "X-Sealpost\u0001: encrypt",
        "X-Sealpost~ : encrypt",
        "X-Sealpost encrypt",
        "X-Sealpost-: encrypt"
      })
  void aFieldThatIsAlmostOursRefuses(String field) {
    refuses("A: b~" + field + "~Subject: c~", "almost X-Sealpost");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Sealpost:", "X-Sealpost: ,", "X-Sealpost: ; ,~"})
  void aFieldThatAsksForNothingRefuses(String field) {
    refuses(field + "~", "asks for nothing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sensitivty: Private",
        "Sensitivity\u0001: Private",
        "Sensitivitys: Private",
        "Senstivity: Normal",
        "Sensitvity : Private"
      })
  void aFieldThatIsAlmostSensitivityRefuses(String field) {
    refuses(field + "~", "almost Sensitivity");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Privat",
        "Private;",
        "Privaet",
        "Personnal",
        "Personal.",
        "CompanyConfidential",
        "Company Confidental",
        "Confidential",
        "(x) \"Confidential\""
      })
  void aSensitivityThatIsAlmostOneThatCountsRefuses(String value) {
    refuses("Sensitivity: " + value + "~", "almost \"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "private (x)",
        "(a (b) c) Private",
        "\"Private\"",
        "\"Company-Confidential\"",
        "Company  Confidential",
        "Company_Confidential",
        "COMPANY - Confidential",
        "=?UTF-8?Q?Private?=",
        "~ personal"
      })
  void howASensitivityIsWrittenDoesNotCount(String value) throws Failure {
    assertThat(Triggers.in(header("Sensitivity: " + value + "~"), STANDARD).wishes().by())
        .isEqualTo(Map.of(Wish.ENCRYPT, Decider.SENSITIVITY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sensitivity: Normal~",
        "Sensitivity:~",
        "X-Seal: a~",
        "X-Postal: a~",
        "X-Mailer: Sealpost~",
        "X-Sent-Post: a~",
        "Sensitive: a~",
        "X-Sensitivity-Label: private~",
        "X-Sealpost-Verdict: valid~X-Sealpost-Signer: Ann~X-Sealpost-Signature: valid~",
        "X-Sealpost-Encryption: none~x-sealpost-note: a~"
      })
  void otherFieldsAndTheMarksOfAMailThatIsResentPass(String fields) throws Failure {
    assertThat(Triggers.in(header(fields), STANDARD).wishes().by()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sensitivity: privat~", "Sensitivty: private~"})
  void whereNoSensitivityCountsNoneIsMistaken(String field) throws Failure {
    assertThat(Triggers.in(header(field), TriggerWords.none()).wishes().by()).isEmpty();
  }

  private static void refuses(String fields, String why) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> Triggers.in(header(fields), STANDARD))
        .withMessageContaining(why)
        .satisfies(failure -> assertThat(failure.temporary()).isFalse());
  }

  private static Header header(String written) {
    return Header.parse(written.replace("~", "\r\n").getBytes(UTF_8));
  }
}
