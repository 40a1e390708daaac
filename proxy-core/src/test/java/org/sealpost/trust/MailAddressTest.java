package org.sealpost.trust;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailAddressTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "ming@example.tw                 | ming@example.tw",
        "Ming.Wang@Example.TW            | ming.wang@example.tw",
        "<ming@example.tw>               | ming@example.tw",
        "ming@example.tw.                | ming@example.tw",
        "\"ming.wang\"@example.tw        | ming.wang@example.tw",
        "\"m\\ing\"@example.tw           | ming@example.tw",
        "\"ming wang\"@example.tw        | \"ming wang\"@example.tw",
        "\"a\\\"b\\\\c\"@example.tw      | \"a\\\"b\\\\c\"@example.tw",
        "\"a@b\"@example.tw              | \"a@b\"@example.tw",
        "o'brien+list@example.ie         | o'brien+list@example.ie",
        "first..last.@docomo.example     | first..last.@docomo.example",
        "ming@例子.台灣                  | ming@xn--fsqu00a.xn--kpry57d",
        "ming@XN--FSQU00A.xn--kpry57d    | ming@xn--fsqu00a.xn--kpry57d",
        "ming@例子。台灣                 | ming@xn--fsqu00a.xn--kpry57d",
        "明@example.tw                   | 明@example.tw",
        "ming@[192.0.2.1]                | ming@[192.0.2.1]",
        "ming@[IPv6:2001:DB8::1]         | ming@[ipv6:2001:db8::1]",
        "ming@under_score.example        | ming@under_score.example",
        "ming@faß.example                | ming@faß.example",
      },
      delimiter = '|')
  void isBroughtIntoOneForm(String written, String form) {
    assertThat(MailAddress.normalise(written)).contains(form);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "ming",
        "ming@",
        "@example.tw",
        "ming@.",
        "ming wang@example.tw",
        "ming@exam ple.tw",
        "ming@example.tw\u0000.evil.example",
        "ming\u0000@example.tw",
        "\"ming\u0007\"@example.tw",
        "a@b@example.tw",
        "\"ming@example.tw",
        "\"mi\"ng\"@example.tw",
        "\"ming\\\"@example.tw",
        "Ming <ming@example.tw>",
        "ming@example.tw, x@example.org",
        "ming@example.tw (comment)",
        "ming@a..b",
      })
  void whatIsNoAddressHasNoForm(String written) {
    assertThat(MailAddress.normalise(written)).isEmpty();
  }

  @FuzzTest
  void theFormOfAFormIsItself(FuzzedDataProvider data) {
    Optional<String> form = MailAddress.normalise(data.consumeRemainingAsString());
    form.ifPresent(once -> assertThat(MailAddress.normalise(once)).contains(once));
  }
}
