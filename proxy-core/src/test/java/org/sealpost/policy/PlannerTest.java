package org.sealpost.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.failure.Failure;

/**
 * The sending policy as a table. A recipient is written {@code a} where To or Cc names it, {@code
 * (a)} where it is hidden, and with {@code !} where it has no usable certificate. What leaves is
 * written as its protection and its copies.
 */
class PlannerTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # rule                                                  | sign   | encrypt       | client made | recipients  | what leaves
          nothing wanted passes the mail as it is                 | never  | never         | NONE        | a b         | plain [a b]
          signing needs no certificate of anyone                  | always | never         | NONE        | a! b!       | signed [a b]
          hidden ones share a copy that is only signed            | always | never         | NONE        | a (b) (c)   | signed [a b c]
          when possible encrypts where all have certificates      | always | when_possible | NONE        | a b         | signed encrypted [a b]
          when possible encrypts nobody's copy if one has none    | always | when_possible | NONE        | a b!        | signed [a b]
          when possible encrypts nobody's copy if a hidden has none| always| when_possible | NONE        | a (b!)      | signed [a b]
          when possible without signing may pass as it is         | never  | when_possible | NONE        | a!          | plain [a]
          when possible refuses to go without a lapsed certificate| always | when_possible | NONE        | a b?        | refused b
          when possible names who lapsed, not who never had one   | always | when_possible | NONE        | a! b? (c?)  | refused b c
          never encrypts and so asks for nobody's certificate     | always | never         | NONE        | a?          | signed [a]
          encrypting does not need signing                        | never  | when_possible | NONE        | a           | encrypted [a]
          required encrypts                                       | always | required      | NONE        | a b         | signed encrypted [a b]
          required refuses the whole mail for one                 | always | required      | NONE        | a b!        | refused b
          required refuses naming every one, hidden ones too      | always | required      | NONE        | a! b (c!)   | refused a c
          required refuses also what is not signed                | never  | required      | NONE        | a!          | refused a
          a hidden one travels alone after the visible            | always | when_possible | NONE        | (c) a b     | signed encrypted [a b] [c]
          each hidden one travels alone                           | always | required      | NONE        | a (b) (c)   | signed encrypted [a] [b] [c]
          with nobody visible each hidden one travels alone       | always | required      | NONE        | (b) (c)     | signed encrypted [b] [c]
          one hidden recipient is one copy                        | always | required      | NONE        | (b)         | signed encrypted [b]
          what the client signed is not signed again              | always | never         | SIGNED      | a           | plain [a]
          what the client signed is encrypted as it is            | always | when_possible | SIGNED      | a (b)       | encrypted [a] [b]
          what the client signed is refused unencrypted           | always | required      | SIGNED      | a!          | refused a
          what the client encrypted passes as it is               | always | required      | ENCRYPTED   | a! (b)      | plain [a b]
          """)
  void policy(
      String rule,
      String sign,
      String encrypt,
      ExistingProtection existing,
      String recipients,
      String leaves) {
    PlanRequest request =
        new PlanRequest(
            new Wanted(
                sign.equals("always"),
                Decider.ACCOUNT,
                encrypt.equals("never")
                    ? Encryption.NONE
                    : Encryption.valueOf(encrypt.toUpperCase(Locale.ROOT)),
                Decider.ACCOUNT,
                Optional.empty()),
            existing,
            Arrays.stream(recipients.split(" ")).map(PlannerTest::recipient).toList());

    assertThat(written(Planner.plan(request))).as(rule).isEqualTo(leaves);
  }

  @Test
  void aRefusalNamesEachRecipientItsReasonAndTheWayOut() {
    SendPlan plan =
        Planner.plan(
            new PlanRequest(
                new Wanted(
                    true,
                    Decider.ACCOUNT,
                    Encryption.REQUIRED,
                    Decider.DOMAIN_RULE,
                    Optional.of("[sign-only]")),
                ExistingProtection.NONE,
                List.of(
                    new Recipient(
                        "ann@example.tw",
                        true,
                        Optional.of(new Obstacle("has an expired one", true))),
                    new Recipient("bob@example.tw", true, Optional.empty()),
                    new Recipient(
                        "cai@example.tw", false, Optional.of(new Obstacle("has none", false))))));

    assertThat(plan)
        .isInstanceOfSatisfying(
            SendPlan.Refuse.class,
            refuse -> {
              Failure failure = refuse.failure();
              assertThat(failure.replyCode()).isEqualTo(550);
              assertThat(failure.text())
                  .contains("ann@example.tw has an expired one.")
                  .contains("cai@example.tw has none.")
                  .contains("must be encrypted (rule for the domain of a recipient)")
                  .contains("signed mail")
                  .contains("sealpost book import FILE")
                  .doesNotContain("bob@example.tw")
                  .doesNotContain("\n");
            });
  }

  @Test
  void aMailWithoutRecipientsCannotBePlanned() {
    assertThatThrownBy(
            () ->
                new PlanRequest(
                    new Wanted(
                        false, Decider.ACCOUNT, Encryption.NONE, Decider.ACCOUNT, Optional.empty()),
                    ExistingProtection.NONE,
                    List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Recipient recipient(String written) {
    boolean hidden = written.startsWith("(");
    String bare = written.replaceAll("[()]", "");
    Optional<Obstacle> obstacle =
        switch (bare.charAt(bare.length() - 1)) {
          case '!' -> Optional.of(new Obstacle("none", false));
          case '?' -> Optional.of(new Obstacle("expired", true));
          default -> Optional.empty();
        };
    return new Recipient(bare.replaceAll("[!?]", ""), !hidden, obstacle);
  }

  private static String written(SendPlan plan) {
    return switch (plan) {
      case SendPlan.Refuse(_, List<Recipient> recipients, _, _) ->
          "refused " + recipients.stream().map(Recipient::address).collect(Collectors.joining(" "));
      case SendPlan.Protect(boolean sign, _, boolean encrypt, _, List<SendPlan.Copy> copies) ->
          (sign && encrypt ? "signed encrypted" : sign ? "signed" : encrypt ? "encrypted" : "plain")
              + copies.stream()
                  .map(copy -> " [" + String.join(" ", copy.recipients()) + "]")
                  .collect(Collectors.joining());
    };
  }
}
