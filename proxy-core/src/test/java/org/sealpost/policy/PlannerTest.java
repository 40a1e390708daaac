package org.sealpost.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Phrase;

/**
 * The sending policy as a table. A recipient is written {@code a} where To or Cc names it, {@code
 * (a)} where it is hidden, with {@code !} where it has no certificate, {@code ?} where that has
 * lapsed, {@code ~} where not all could be asked for one, and with {@code +} before that where the
 * user has permitted to write without encryption. What leaves is written as its protection and its
 * copies, those in {@code { }} encrypted where that differs.
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
          when possible waits where not all could be asked        | always | when_possible | NONE        | a b~ c!     | later b
          when possible names the lapsed before it waits          | always | when_possible | NONE        | a~ b?       | refused b
          required waits where not all could be asked             | always | required      | NONE        | a b~        | later b
          required does not wait for what would not help          | always | required      | NONE        | a! b~       | refused a b
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
    Wanted wanted = wanted(sign.equals("always"), encryption(encrypt), true, false);

    assertThat(planned(wanted, existing, recipients)).as(rule).isEqualTo(leaves);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # rule                                                  | sign   | encrypt       | client made | recipients   | what leaves
          those with a certificate get it encrypted               | always | required      | NONE        | a b! c       | signed encrypted {a c} [b]
          when possible too                                       | always | when_possible | NONE        | a b! c!      | signed encrypted {a} [b c]
          where all have one nothing is split                     | always | required      | NONE        | a b          | signed encrypted [a b]
          each hidden one still travels alone                     | always | required      | NONE        | a (b) (c) d! | signed encrypted {a} {b} {c} [d]
          hidden ones without a certificate share the open copy   | always | required      | NONE        | a (b!) c!    | signed encrypted {a} [b c]
          what nobody could get encrypted is not split            | always | required      | NONE        | a! b!        | refused a b
          when possible leaves open what nobody can get encrypted | always | when_possible | NONE        | a! b!        | signed [a b]
          what is not signed is not split                         | never  | required      | NONE        | a b!         | refused b
          when possible without a signature is one mail as before | never  | when_possible | NONE        | a b!         | plain [a b]
          a lapsed certificate is never split off                 | always | required      | NONE        | a b! c?      | refused c
          nor when possible                                       | always | when_possible | NONE        | a b! c?      | refused c
          nobody is split off who could not be asked for          | always | required      | NONE        | a b! c~      | later c
          nor when possible                                       | always | when_possible | NONE        | a b! c~      | later c
          what the client signed is split as it is                | never  | required      | SIGNED      | a b!         | encrypted {a} [b]
          what the client encrypted passes as it is               | always | required      | ENCRYPTED   | a b!         | plain [a b]
          """)
  void split(
      String rule,
      String sign,
      String encrypt,
      ExistingProtection existing,
      String recipients,
      String leaves) {
    Wanted wanted = wanted(sign.equals("always"), encryption(encrypt), true, true);

    assertThat(planned(wanted, existing, recipients)).as(rule).isEqualTo(leaves);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # rule                                                  | sign    | encrypt       | client made | recipients    | what leaves
          who may be written to openly gets it signed             | always  | required      | NONE        | a b+!         | signed encrypted {a} [b]
          also after the certificate has lapsed                   | always  | required      | NONE        | a b+?         | signed encrypted {a} [b]
          also where not all could be asked                       | always  | required      | NONE        | a b+~         | signed encrypted {a} [b]
          when possible the lapsed certificate is passed over     | always  | when_possible | NONE        | a b+?         | signed encrypted {a} [b]
          who has a certificate gets it encrypted all the same    | always  | required      | NONE        | a b+          | signed encrypted [a b]
          it is the permission of one, not of the others          | always  | required      | NONE        | a+! b! c      | refused b
          nor of others whose certificate has lapsed              | always  | when_possible | NONE        | a+! b? c      | refused b
          nor of others who could not be asked for                | always  | when_possible | NONE        | a+! b~ c      | later b
          when possible is open to all for one without permission | always  | when_possible | NONE        | a+! b! c      | signed [a b c]
          alone it gets the mail signed                           | always  | required      | NONE        | a+!           | signed [a]
          hidden ones stay hidden                                 | always  | required      | NONE        | a (b+!) (c)   | signed encrypted {a} {c} [b]
          it is signed though only the mail could have asked      | trigger | required      | NONE        | a+! b         | signed encrypted {b} [a]
          without any signature it does not count                 | never   | required      | NONE        | a+! b         | refused a
          the signature of the client is one                      | never   | required      | SIGNED      | a+! b         | encrypted {b} [a]
          """)
  void permission(
      String rule,
      String sign,
      String encrypt,
      ExistingProtection existing,
      String recipients,
      String leaves) {
    Wanted wanted =
        wanted(sign.equals("always"), encryption(encrypt), !sign.equals("never"), false);

    assertThat(planned(wanted, existing, recipients)).as(rule).isEqualTo(leaves);
  }

  private static Wanted wanted(
      boolean sign, Encryption encryption, boolean signable, boolean split) {
    return new Wanted(
        sign,
        Decider.ACCOUNT,
        encryption,
        Decider.ACCOUNT,
        Optional.empty(),
        sign || signable,
        split);
  }

  private static Encryption encryption(String written) {
    return written.equals("never")
        ? Encryption.NONE
        : Encryption.valueOf(written.toUpperCase(Locale.ROOT));
  }

  private static String planned(Wanted wanted, ExistingProtection existing, String written) {
    List<Recipient> recipients =
        Arrays.stream(written.split(" ")).map(PlannerTest::recipient).toList();
    Set<String> permitted =
        Arrays.stream(written.split(" "))
            .filter(it -> it.contains("+"))
            .map(it -> recipient(it).address())
            .collect(Collectors.toSet());
    return written(Planner.plan(new PlanRequest(wanted, existing, recipients, permitted)));
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
                    Optional.of("[sign-only]"),
                    true,
                    false),
                ExistingProtection.NONE,
                List.of(
                    new Recipient(
                        "ann@example.tw",
                        true,
                        Optional.of(new Obstacle("has an expired one", Obstacle.Kind.LAPSED))),
                    new Recipient("bob@example.tw", true, Optional.empty()),
                    new Recipient(
                        "cai@example.tw",
                        false,
                        Optional.of(new Obstacle("has none", Obstacle.Kind.NONE_KNOWN)))),
                Set.of()));

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
                  .contains("put [sign-only] at the beginning of the subject")
                  .contains("run: sealpost allow ann@example.tw cai@example.tw, then send again")
                  .doesNotContain("bob@example.tw")
                  .doesNotContain("\n");
              assertThat(failure.words().in(Phrase.TAIWAN))
                  .startsWith("郵件未寄給任何人：這封郵件必須加密（收件者網域的規則）")
                  .contains("。ann@example.tw：has an expired one。cai@example.tw：has none。請收件者")
                  .contains("請在主旨最前面加上 [sign-only]")
                  .endsWith("請執行：sealpost allow ann@example.tw cai@example.tw，然後再寄一次。");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"$(reboot)@a.tw", "a;reboot@a.tw", "-f@a.tw", "`id`@a.tw", "王@a.tw"})
  void attackNoCommandIsOfferedThatAShellWouldReadAsAnother(String address) {
    assertThat(refusal(address)).contains("run: sealpost allow ADDRESS,");
  }

  @Test
  void anHonestAddressIsOfferedAsItIs() {
    assertThat(refusal("Ann.Lee+x@a-b.tw")).contains("run: sealpost allow Ann.Lee+x@a-b.tw,");
  }

  @Test
  void aMailThatCannotBeSignedIsNotOfferedToBeAllowed() {
    Recipient ann = recipient("ann@example.tw!");
    SendPlan plan =
        Planner.plan(
            new PlanRequest(
                wanted(false, Encryption.REQUIRED, false, false),
                ExistingProtection.NONE,
                List.of(ann),
                Set.of()));

    assertThat(((SendPlan.Refuse) plan).failure().text()).doesNotContain("sealpost allow");
  }

  @Test
  void whoCouldNotBeAskedForMayBeLater() {
    SendPlan.Refuse plan =
        new SendPlan.Refuse(
            SendPlan.Refuse.Cause.NOT_ASKED,
            List.of(recipient("ann@example.tw~")),
            Decider.ACCOUNT,
            Optional.of("[sign-only]"),
            true);

    assertThat(plan.failure().replyCode()).isEqualTo(451);
    assertThat(plan.failure().text())
        .contains("ann@example.tw may have one.")
        .contains("Send again later; or,")
        .contains("[sign-only]", "sealpost allow ann@example.tw");
  }

  private static String refusal(String address) {
    return new SendPlan.Refuse(
            SendPlan.Refuse.Cause.REQUIRED,
            List.of(new Recipient(address, true, Optional.empty())),
            Decider.ACCOUNT,
            Optional.empty(),
            true)
        .failure()
        .text();
  }

  @Test
  void aMailWithoutRecipientsCannotBePlanned() {
    assertThatThrownBy(
            () ->
                new PlanRequest(
                    wanted(false, Encryption.NONE, false, false),
                    ExistingProtection.NONE,
                    List.of(),
                    Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Recipient recipient(String written) {
    boolean hidden = written.startsWith("(");
    String bare = written.replaceAll("[()+]", "");
    Optional<Obstacle> obstacle =
        switch (bare.charAt(bare.length() - 1)) {
          case '!' -> Optional.of(new Obstacle("none", Obstacle.Kind.NONE_KNOWN));
          case '?' -> Optional.of(new Obstacle("expired", Obstacle.Kind.LAPSED));
          case '~' -> Optional.of(new Obstacle("may have one", Obstacle.Kind.NOT_ASKED));
          default -> Optional.empty();
        };
    return new Recipient(bare.replaceAll("[!?~]", ""), !hidden, obstacle);
  }

  private static String written(SendPlan plan) {
    return switch (plan) {
      case SendPlan.Refuse refuse ->
          (refuse.failure().temporary() ? "later " : "refused ")
              + refuse.recipients().stream()
                  .map(Recipient::address)
                  .collect(Collectors.joining(" "));
      case SendPlan.Protect protect ->
          (protect.sign() && protect.encrypt()
                  ? "signed encrypted"
                  : protect.sign() ? "signed" : protect.encrypt() ? "encrypted" : "plain")
              + protect.copies().stream()
                  .map(copy -> written(copy, protect.openDecider().isPresent()))
                  .collect(Collectors.joining());
    };
  }

  private static String written(SendPlan.Copy copy, boolean split) {
    String recipients = String.join(" ", copy.recipients());
    return split && copy.encrypt() ? " {" + recipients + "}" : " [" + recipients + "]";
  }
}
