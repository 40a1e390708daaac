package org.sealpost.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.failure.Failure;

/** The policy of accounts and recipients as a table. A rule is written scope:policy. */
class RulesTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # rule                                             | account       | rules                            | recipients | what is wished for
          the account decides without rules                  | when-possible |                                  | ann@a.tw   | WHEN_POSSIBLE ACCOUNT
          a rule for others changes nothing                  | never         | bob@a.tw:required @b.tw:required | ann@a.tw   | NONE ACCOUNT
          a rule for the address asks for more               | never         | ann@a.tw:required                | ann@a.tw   | REQUIRED ADDRESS_RULE
          a rule for the domain asks for more                | never         | @a.tw:required                   | ann@a.tw   | REQUIRED DOMAIN_RULE
          case and spelling of the domain do not matter      | never         | @a.tw:required                   | Ann@A.TW.  | REQUIRED DOMAIN_RULE
          case of the address does not matter                | never         | ann@a.tw:required                | ANN@A.tw   | REQUIRED ADDRESS_RULE
          a domain does not include those below it           | never         | @a.tw:required                   | ann@b.a.tw | NONE ACCOUNT
          a domain does not include those that end like it   | never         | @a.tw:required                   | ann@aa.tw  | NONE ACCOUNT
          a rule for the address does not weaken the account | required      | ann@a.tw:when-possible           | ann@a.tw   | REQUIRED ACCOUNT
          a rule for the address does not weaken its domain's| never         | ann@a.tw:when-possible @a.tw:required | ann@a.tw | REQUIRED DOMAIN_RULE
          the strictest recipient decides for all            | never         | bob@b.tw:required                | ann@a.tw bob@b.tw | REQUIRED ADDRESS_RULE
          the account speaks for recipients without a rule   | required      | bob@b.tw:when-possible           | ann@a.tw bob@b.tw | REQUIRED ACCOUNT
          of an address that is damaged the domain counts    | never         | @a.tw:required                   | a..<b@a.tw | REQUIRED DOMAIN_RULE
          """)
  void encryption(String rule, String account, String rules, String recipients, String wished)
      throws Failure {
    Wanted wanted =
        wanted(
            account(
                SignPolicy.NEVER,
                encrypt(account),
                written(rules)
                    .map(it -> rule(it[0], Optional.empty(), Optional.of(encrypt(it[1]))))),
            List.of(recipients.split(" ")));

    assertThat(wanted.encryption() + " " + wanted.encryptionDecider()).as(rule).isEqualTo(wished);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # rule                                        | account | rules                       | recipients        | what is wished for
          the account decides without rules             | always  |                             | ann@a.tw          | true ACCOUNT
          a rule can ask for a signature                | never   | ann@a.tw:always             | ann@a.tw          | true ADDRESS_RULE
          a rule can ask for none                       | always  | ann@a.tw:never              | ann@a.tw          | false ADDRESS_RULE
          so can one for the domain                     | always  | @a.tw:never                 | ann@a.tw          | false DOMAIN_RULE
          the address comes before its domain           | always  | @a.tw:always ann@a.tw:never | ann@a.tw          | false ADDRESS_RULE
          the domain holds for its other addresses      | never   | @a.tw:always ann@a.tw:never | bob@a.tw          | true DOMAIN_RULE
          of two for one address the first is nearer    | never   | ann@a.tw:always ann@a.tw:never | ann@a.tw       | true ADDRESS_RULE
          a recipient who wants it decides for all      | always  | ann@a.tw:never              | ann@a.tw bob@b.tw | true ACCOUNT
          nobody who wants it leaves the mail unsigned  | always  | @a.tw:never @b.tw:never     | ann@a.tw bob@b.tw | false DOMAIN_RULE
          """)
  void signing(String rule, String account, String rules, String recipients, String wished)
      throws Failure {
    Wanted wanted =
        wanted(
            account(
                sign(account),
                EncryptPolicy.NEVER,
                written(rules).map(it -> rule(it[0], Optional.of(sign(it[1])), Optional.empty()))),
            List.of(recipients.split(" ")));

    assertThat(wanted.sign() + " " + wanted.signDecider()).as(rule).isEqualTo(wished);
  }

  @Test
  void encryptionIsNeverWeakerThanTheStrictestThatIsAsked() throws Failure {
    Random random = new Random(20261122);
    for (int i = 0; i < 5000; i++) {
      List<RecipientRule> rules = new ArrayList<>();
      for (int n = random.nextInt(5); n > 0; n--) {
        rules.add(
            rule(
                any(random, "@a.tw", "@b.tw", "ann@a.tw", "bob@b.tw"),
                Optional.of(any(random, SignPolicy.values())),
                Optional.of(any(random, EncryptPolicy.values()))));
      }
      List<String> recipients = new ArrayList<>();
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        recipients.add(any(random, "ann@a.tw", "bob@b.tw", "cai@a.tw", "dan@c.tw"));
      }
      Account account =
          account(
              any(random, SignPolicy.values()),
              any(random, EncryptPolicy.values()),
              rules.stream());

      Wanted wanted = wanted(account, recipients);

      assertThat(strength(wanted)).isGreaterThanOrEqualTo(strength(account.encrypt()));
      for (RecipientRule rule : rules) {
        if (recipients.stream().anyMatch(rule::matches)) {
          assertThat(strength(wanted))
              .as("%s %s", account, recipients)
              .isGreaterThanOrEqualTo(strength(rule.encrypt().orElseThrow()));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Ann@Example.TW, ann@example.tw",
    "@Example.TW, @example.tw",
    "@例子.tw, @xn--fsqu00a.tw",
    "example.tw,",
    "@,",
    "ann@,",
    "@a@b,",
    "'',"
  })
  void aScopeIsAnAddressOrADomain(String written, String scope) {
    assertThat(RecipientRule.scope(written)).isEqualTo(Optional.ofNullable(scope));
  }

  @SafeVarargs
  private static <T> T any(Random random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static Stream<String[]> written(String rules) {
    return rules == null
        ? Stream.empty()
        : Arrays.stream(rules.split(" ")).map(it -> it.split(":"));
  }

  @ParameterizedTest(name = "encrypt {0}, mail asks for {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # encrypt              | the mail asks for | what is wished for
          never                  |                   | NONE ACCOUNT
          never                  | SIGN_ONLY         | NONE SUBJECT
          never                  | PLAIN             | NONE SUBJECT
          never                  | ENCRYPT           | refused: encrypt = on-trigger
          on-trigger             |                   | NONE ACCOUNT
          on-trigger             | SIGN              | NONE ACCOUNT
          on-trigger             | ENCRYPT           | REQUIRED SUBJECT
          on-trigger             | SIGN_ONLY         | NONE SUBJECT
          on-trigger             | PLAIN             | NONE SUBJECT
          when-possible          |                   | WHEN_POSSIBLE ACCOUNT
          when-possible          | ENCRYPT           | REQUIRED SUBJECT
          when-possible          | SIGN_ONLY         | NONE SUBJECT
          when-possible          | PLAIN             | NONE SUBJECT
          required               |                   | REQUIRED ACCOUNT
          required               | ENCRYPT           | REQUIRED ACCOUNT
          required               | SIGN_ONLY         | NONE SUBJECT
          required               | PLAIN             | refused: must be encrypted (policy of the account)
          rule:on-trigger        | ENCRYPT           | REQUIRED SUBJECT
          rule:when-possible     | SIGN_ONLY         | NONE SUBJECT
          rule:required          |                   | REQUIRED DOMAIN_RULE
          rule:required          | ENCRYPT           | REQUIRED DOMAIN_RULE
          rule:required          | SIGN_ONLY         | refused: must be encrypted (rule for the domain of a recipient)
          rule:required          | PLAIN             | refused: must be encrypted (rule for the domain of a recipient)
          required rule:required | SIGN_ONLY         | refused: must be encrypted (rule for the domain of a recipient)
          """)
  void aMailAsksForEncryption(String policy, String wish, String wished) {
    assertThat(
            result(
                account(
                    SignPolicy.ON_TRIGGER,
                    general(policy).map(RulesTest::encrypt).orElse(EncryptPolicy.NEVER),
                    ofRule(policy)
                        .map(it -> rule("@a.tw", Optional.empty(), Optional.of(encrypt(it))))
                        .stream()),
                wish,
                it -> it.encryption() + " " + it.encryptionDecider()))
        .contains(wished.replace("refused: ", ""));
  }

  @ParameterizedTest(name = "sign {0}, mail asks for {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # sign               | the mail asks for | what is wished for
          never                |                   | false ACCOUNT
          never                | PLAIN             | false SUBJECT
          never                | ENCRYPT           | false ACCOUNT
          never                | SIGN              | refused: must never be (policy of the account)
          never                | SIGN_ONLY         | refused: must never be (policy of the account)
          on-trigger           |                   | false ACCOUNT
          on-trigger           | ENCRYPT           | false ACCOUNT
          on-trigger           | SIGN              | true SUBJECT
          on-trigger           | SIGN_ONLY         | true SUBJECT
          on-trigger           | PLAIN             | false SUBJECT
          always               |                   | true ACCOUNT
          always               | SIGN              | true ACCOUNT
          always               | SIGN_ONLY         | true ACCOUNT
          always               | PLAIN             | false SUBJECT
          always rule:never    | SIGN              | refused: must never be (rule for the domain of a recipient)
          never rule:on-trigger| SIGN              | true SUBJECT
          never rule:always    | PLAIN             | refused: must be signed (rule for the domain of a recipient)
          always rule:always   | PLAIN             | refused: must be signed (rule for the domain of a recipient)
          """)
  void aMailAsksForASignature(String policy, String wish, String wished) {
    assertThat(
            result(
                account(
                    general(policy).map(RulesTest::sign).orElseThrow(),
                    EncryptPolicy.ON_TRIGGER,
                    ofRule(policy)
                        .map(it -> rule("@a.tw", Optional.of(sign(it)), Optional.empty()))
                        .stream()),
                wish,
                it -> it.sign() + " " + it.signDecider()))
        .contains(wished.replace("refused: ", ""));
  }

  @Test
  void aMailNeverLeavesWeakerThanItWasAskedFor() {
    Random random = new Random(20261122);
    int sent = 0;
    for (int i = 0; i < 5000; i++) {
      List<RecipientRule> rules = new ArrayList<>();
      for (int n = random.nextInt(4); n > 0; n--) {
        rules.add(
            rule(
                any(random, "@a.tw", "@b.tw", "ann@a.tw", "bob@b.tw"),
                Optional.of(any(random, SignPolicy.values())),
                Optional.of(any(random, EncryptPolicy.values()))));
      }
      Account account =
          account(
              any(random, SignPolicy.values()),
              any(random, EncryptPolicy.values()),
              rules.stream());
      List<String> recipients =
          List.of(any(random, "ann@a.tw", "cai@a.tw"), any(random, "bob@b.tw", "dan@c.tw"));
      Wishes wishes = Wishes.none().with(any(random, Wish.values()), Decider.SUBJECT);
      wishes = wishes.with(any(random, Wish.values()), Decider.FIELD);
      if (wishes.contradict()) {
        continue;
      }
      Wanted wanted;
      try {
        wanted = Rules.wanted(account, recipients, wishes);
      } catch (Failure refused) {
        continue;
      }
      sent++;
      boolean signOnly = wishes.decider(Wish.SIGN_ONLY).isPresent();
      boolean ruleRequires =
          rules.stream()
              .filter(it -> recipients.stream().anyMatch(it::matches))
              .anyMatch(it -> it.encrypt().equals(Optional.of(EncryptPolicy.REQUIRED)));
      boolean required = ruleRequires || account.encrypt() == EncryptPolicy.REQUIRED;
      assertThat(wanted.encryption() == Encryption.REQUIRED)
          .as("%s %s %s", account, recipients, wishes)
          .isEqualTo(
              ruleRequires || wishes.decider(Wish.ENCRYPT).isPresent() || (required && !signOnly));
      if (signOnly || wishes.decider(Wish.SIGN).isPresent()) {
        assertThat(wanted.sign()).isTrue();
      }
    }
    assertThat(sent).isGreaterThan(1000);
  }

  private static Optional<String> general(String policy) {
    int at = policy.indexOf("rule:");
    return Optional.of(policy.substring(0, at < 0 ? policy.length() : at).strip())
        .filter(it -> !it.isEmpty());
  }

  private static Optional<String> ofRule(String policy) {
    int at = policy.indexOf("rule:");
    return at < 0 ? Optional.empty() : Optional.of(policy.substring(at + "rule:".length()));
  }

  private static String result(Account account, String wish, Function<Wanted, String> shown) {
    Wishes wishes =
        wish == null ? Wishes.none() : Wishes.none().with(Wish.valueOf(wish), Decider.SUBJECT);
    try {
      return shown.apply(Rules.wanted(account, List.of("ann@a.tw"), wishes));
    } catch (Failure e) {
      return e.text();
    }
  }

  private static int strength(Wanted wanted) {
    return switch (wanted.encryption()) {
      case NONE -> 0;
      case WHEN_POSSIBLE -> 1;
      case REQUIRED -> 2;
    };
  }

  private static int strength(EncryptPolicy policy) {
    return switch (policy) {
      case NEVER, ON_TRIGGER -> 0;
      case WHEN_POSSIBLE -> 1;
      case REQUIRED -> 2;
    };
  }

  private static Wanted wanted(Account account, List<String> recipients) throws Failure {
    return Rules.wanted(account, recipients, Wishes.none());
  }

  private static Account account(
      SignPolicy sign, EncryptPolicy encrypt, Stream<RecipientRule> rules) {
    return new Account(
        "ming@example.tw", sign, encrypt, false, rules.toList(), TriggerWords.none());
  }

  private static RecipientRule rule(
      String scope, Optional<SignPolicy> sign, Optional<EncryptPolicy> encrypt) {
    return new RecipientRule(scope, sign, encrypt);
  }

  private static SignPolicy sign(String written) {
    return SignPolicy.valueOf(constant(written));
  }

  private static EncryptPolicy encrypt(String written) {
    return EncryptPolicy.valueOf(constant(written));
  }

  private static String constant(String written) {
    return written.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
