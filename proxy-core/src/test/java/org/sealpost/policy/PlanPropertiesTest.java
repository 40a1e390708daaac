package org.sealpost.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.sealpost.failure.Failure;

/**
 * What holds for every mail whatever the policy, the rules, the mail's wishes, the certificates and
 * the permissions are. Each expectation is read from these, not from what was made of them.
 */
class PlanPropertiesTest {
  private static final int MAILS = 2000;

  private final List<String> left = new ArrayList<>();

  /** A mail and all that its plan depends on. */
  private record Mail(
      Account account,
      Wishes wishes,
      ExistingProtection existing,
      List<Recipient> recipients,
      Set<String> permitted) {
    static Mail any(Random random) {
      List<RecipientRule> rules = new ArrayList<>();
      for (int n = random.nextInt(3); n > 0; n--) {
        rules.add(
            new RecipientRule(
                one(random, "@a.tw", "@b.tw", "ann@a.tw", "bob@b.tw"),
                maybe(random, SignPolicy.values()),
                maybe(random, EncryptPolicy.values())));
      }
      Account account =
          new Account(
              "ming@example.tw",
              List.of(),
              one(random, SignPolicy.values()),
              one(random, EncryptPolicy.values()),
              one(random, WithoutCertificate.values()),
              false,
              rules,
              TriggerWords.none(),
              SignatureForm.CLEAR);
      Wishes wishes = Wishes.none();
      if (random.nextInt(3) == 0) {
        wishes = wishes.with(one(random, Wish.values()), Decider.SUBJECT);
      }
      List<Recipient> recipients = new ArrayList<>();
      Set<String> permitted = new HashSet<>();
      for (String address : List.of("ann@a.tw", "bob@b.tw", "cai@a.tw", "dan@c.tw", "eve@b.tw")) {
        if (random.nextInt(5) < 3 || (address.startsWith("eve") && recipients.isEmpty())) {
          Optional<Obstacle> obstacle =
              random.nextInt(3) > 0
                  ? Optional.empty()
                  : Optional.of(new Obstacle("none", one(random, Obstacle.Kind.values())));
          recipients.add(new Recipient(address, random.nextBoolean(), obstacle));
          if (random.nextInt(3) == 0) {
            permitted.add(address);
          }
        }
      }
      return new Mail(
          account, wishes, one(random, ExistingProtection.values()), recipients, permitted);
    }

    SendPlan plan() throws Failure {
      List<String> addresses = recipients.stream().map(Recipient::address).toList();
      Wanted wanted = Rules.wanted(account, addresses, wishes);
      return Planner.plan(new PlanRequest(wanted, existing, recipients, permitted));
    }

    Stream<EncryptPolicy> ruled() {
      return account.rules().stream()
          .filter(rule -> recipients.stream().anyMatch(r -> rule.matches(r.address())))
          .flatMap(rule -> rule.encrypt().stream());
    }

    boolean ruleRequires() {
      return ruled().anyMatch(EncryptPolicy.REQUIRED::equals);
    }

    boolean asks(Wish wish) {
      return wishes.decider(wish).isPresent();
    }

    boolean requires() {
      return asks(Wish.ENCRYPT)
          || ruleRequires()
          || (account.encrypt() == EncryptPolicy.REQUIRED && !asks(Wish.SIGN_ONLY));
    }

    boolean wouldLike() {
      return requires()
          || (!asks(Wish.SIGN_ONLY)
              && !asks(Wish.PLAIN)
              && Stream.concat(Stream.of(account.encrypt()), ruled())
                  .anyMatch(EncryptPolicy.WHEN_POSSIBLE::equals));
    }

    /** Whether the user's word lets this one have it open, though others get it encrypted. */
    boolean mayBeOpenTo(Recipient recipient, boolean othersEncrypted) {
      boolean bySplit =
          account.withoutCertificate() == WithoutCertificate.SPLIT
              && !ruleRequires()
              && !asks(Wish.ENCRYPT)
              && othersEncrypted
              && recipient.obstacle().filter(it -> it.is(Obstacle.Kind.NONE_KNOWN)).isPresent();
      return recipient.obstacle().isPresent()
          && (bySplit || permitted.contains(recipient.address()));
    }

    boolean isOpenIn(SendPlan.Protect plan, Recipient recipient) {
      return plan.copies().stream()
          .anyMatch(copy -> !copy.encrypt() && copy.recipients().contains(recipient.address()));
    }

    boolean isSigned(SendPlan.Protect plan) {
      return plan.sign() || existing == ExistingProtection.SIGNED;
    }
  }

  private interface Property {
    void holds(Mail mail, SendPlan.Protect plan);
  }

  private void forEveryMailThatLeaves(RepetitionInfo run, Property property) {
    Random random = new Random(20261122 + run.getCurrentRepetition());
    for (int i = 0; i < MAILS; i++) {
      Mail mail = Mail.any(random);
      try {
        if (mail.plan() instanceof SendPlan.Protect plan) {
          property.holds(mail, plan);
          left.add(plan.words());
        }
      } catch (Failure _) {
        // It asks for what its policy forbids.
      }
    }
    assertThat(left).hasSizeGreaterThan(MAILS / 4);
    assertThat(left).anyMatch(words -> words.contains("without-certificate = split"));
    assertThat(left).anyMatch(words -> words.contains("sealpost allow"));
  }

  @RepeatedTest(3)
  void everyRecipientIsInExactlyOneCopy(RepetitionInfo run) {
    forEveryMailThatLeaves(
        run,
        (mail, plan) ->
            assertThat(plan.copies().stream().flatMap(copy -> copy.recipients().stream()))
                .as("%s", mail)
                .containsExactlyInAnyOrderElementsOf(
                    mail.recipients().stream().map(Recipient::address).toList()));
  }

  @RepeatedTest(3)
  void nobodyGetsACopyEncryptedWhoCannotOpenIt(RepetitionInfo run) {
    forEveryMailThatLeaves(
        run,
        (mail, plan) -> {
          for (Recipient recipient : mail.recipients()) {
            assertThat(recipient.obstacle().isPresent() && !mail.isOpenIn(plan, recipient))
                .as("%s of %s", recipient, mail)
                .isFalse();
          }
        });
  }

  @RepeatedTest(3)
  void whatMustBeEncryptedIsOpenToNobodyWithoutTheUsersWord(RepetitionInfo run) {
    forEveryMailThatLeaves(
        run,
        (mail, plan) -> {
          if (!mail.requires() || mail.existing() == ExistingProtection.ENCRYPTED) {
            return;
          }
          for (Recipient recipient : mail.recipients()) {
            if (mail.isOpenIn(plan, recipient)) {
              assertThat(mail.mayBeOpenTo(recipient, plan.encrypt()))
                  .as("%s of %s", recipient, mail)
                  .isTrue();
              assertThat(mail.isSigned(plan)).as("%s", mail).isTrue();
            }
          }
        });
  }

  @RepeatedTest(3)
  void whatShouldBeEncryptedIsNotOpenForALapsedOrUnaskedCertificate(RepetitionInfo run) {
    forEveryMailThatLeaves(
        run,
        (mail, plan) -> {
          if (!mail.wouldLike() || mail.existing() == ExistingProtection.ENCRYPTED) {
            return;
          }
          for (Recipient recipient : mail.recipients()) {
            Optional<Obstacle.Kind> kind = recipient.obstacle().map(Obstacle::kind);
            if (kind.filter(it -> it != Obstacle.Kind.NONE_KNOWN).isPresent()) {
              assertThat(mail.permitted()).as("%s", mail).contains(recipient.address());
            }
          }
          if (mail.recipients().stream().allMatch(r -> r.obstacle().isEmpty())) {
            assertThat(plan.copies()).as("%s", mail).allMatch(SendPlan.Copy::encrypt);
          }
        });
  }

  @RepeatedTest(3)
  void encryptedAndOpenCopiesOfOneMailAreNeverSilentAndAlwaysSigned(RepetitionInfo run) {
    forEveryMailThatLeaves(
        run,
        (mail, plan) -> {
          boolean mixed =
              plan.encrypt() && plan.copies().stream().anyMatch(copy -> !copy.encrypt());
          assertThat(plan.openDecider().isPresent()).as("%s", mail).isEqualTo(mixed);
          if (mixed) {
            assertThat(mail.isSigned(plan)).as("%s", mail).isTrue();
            assertThat(plan.words()).contains("but not to");
            assertThat(mail.recipients().stream().filter(it -> mail.isOpenIn(plan, it)))
                .as("%s", mail)
                .allMatch(it -> mail.mayBeOpenTo(it, true));
          }
        });
  }

  @RepeatedTest(3)
  void noEncryptedCopyNamesAHiddenRecipientToAnyone(RepetitionInfo run) {
    forEveryMailThatLeaves(
        run,
        (mail, plan) -> {
          Set<String> hidden = new HashSet<>();
          mail.recipients().stream()
              .filter(it -> !it.visible())
              .forEach(it -> hidden.add(it.address()));
          assertThat(plan.copies())
              .as("%s", mail)
              .allMatch(
                  copy ->
                      !copy.encrypt()
                          || copy.recipients().size() == 1
                          || copy.recipients().stream().noneMatch(hidden::contains));
        });
  }

  @RepeatedTest(3)
  void theSignatureThatIsAskedForIsMade(RepetitionInfo run) {
    forEveryMailThatLeaves(
        run,
        (mail, plan) -> {
          boolean asked = mail.asks(Wish.SIGN) || mail.asks(Wish.SIGN_ONLY);
          if (mail.existing() == ExistingProtection.NONE) {
            assertThat(plan.sign() || !asked).as("%s", mail).isTrue();
          } else {
            assertThat(plan.sign()).as("%s", mail).isFalse();
          }
        });
  }

  @RepeatedTest(3)
  void whatMustNeverBeSignedIsNot(RepetitionInfo run) {
    forEveryMailThatLeaves(
        run,
        (mail, plan) -> {
          boolean never =
              mail.account().sign() == SignPolicy.NEVER
                  && mail.account().rules().stream()
                      .flatMap(rule -> rule.sign().stream())
                      .allMatch(SignPolicy.NEVER::equals);
          assertThat(plan.sign() && (never || mail.asks(Wish.PLAIN))).as("%s", mail).isFalse();
        });
  }

  @SafeVarargs
  private static <T> T one(Random random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static <T> Optional<T> maybe(Random random, T[] choices) {
    return random.nextBoolean() ? Optional.of(one(random, choices)) : Optional.empty();
  }
}
