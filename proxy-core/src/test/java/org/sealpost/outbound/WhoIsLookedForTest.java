package org.sealpost.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealpost.book.Lookup;
import org.sealpost.book.RecipientCertificates;
import org.sealpost.failure.Failure;
import org.sealpost.keys.FakeCardAgent;
import org.sealpost.policy.Account;
import org.sealpost.policy.EncryptPolicy;
import org.sealpost.policy.RecipientRule;
import org.sealpost.policy.SignPolicy;
import org.sealpost.policy.TriggerFixture;
import org.sealpost.smime.Algorithms;
import org.sealpost.testmail.Mails;

/** Directories learn of no recipient for nothing. */
class WhoIsLookedForTest {
  private final List<String> expected = new ArrayList<>();
  private final List<String> lookedUp = new ArrayList<>();

  private final OutboundFlow flow =
      new OutboundFlow(
          new FakeCardAgent(),
          new Noted(),
          (_, _, _) -> List.of(),
          Clock.systemUTC(),
          Duration.ofSeconds(1),
          Algorithms.standard(),
          SenderFixture.MARKS);

  /** Knows nobody. */
  private final class Noted implements RecipientCertificates {
    @Override
    public Lookup lookup(String address, Instant now) {
      assertThat(expected).contains(address);
      lookedUp.add(address);
      return new Lookup.None(Lookup.Why.UNKNOWN, "nobody is known");
    }

    @Override
    public void expect(String address) {
      expected.add(address);
    }
  }

  private static Account account(EncryptPolicy encrypt, RecipientRule... rules) {
    return new Account(
        "ming@example.tw",
        SignPolicy.NEVER,
        encrypt,
        false,
        List.of(rules),
        TriggerFixture.STANDARD);
  }

  private static RecipientRule rule(String scope, EncryptPolicy encrypt) {
    return new RecipientRule(scope, Optional.empty(), Optional.of(encrypt));
  }

  @ParameterizedTest
  @CsvSource({
    "NEVER, false",
    "ON_TRIGGER, false",
    "WHEN_POSSIBLE, true",
    "REQUIRED, true",
  })
  void whenARecipientIsNamedThePolicySaysWhetherTheyAreLookedFor(
      EncryptPolicy policy, boolean lookedFor) {
    flow.expect(account(policy), "ann@example.org");

    assertThat(expected.contains("ann@example.org")).isEqualTo(lookedFor);
  }

  @ParameterizedTest
  @EnumSource(names = {"NEVER", "ON_TRIGGER"})
  void aRuleHasOnlyItsOwnRecipientsLookedFor(EncryptPolicy policy) {
    Account account =
        account(
            policy,
            rule("@secret.test", EncryptPolicy.REQUIRED),
            rule("bob@example.org", EncryptPolicy.WHEN_POSSIBLE),
            rule("@plain.test", EncryptPolicy.ON_TRIGGER));

    List.of("ann@example.org", "Bob@Example.org", "x@secret.test", "x@other.test", "x@plain.test")
        .forEach(address -> flow.expect(account, address));

    assertThat(expected).containsExactly("Bob@Example.org", "x@secret.test");
  }

  @Test
  void underOnTriggerAPlainMailHasNobodyLookedFor() throws Exception {
    Envelope envelope = envelope("ann@example.org", "bob@example.org");
    flow.expect(account(EncryptPolicy.ON_TRIGGER), "ann@example.org");

    flow.prepare(
        account(EncryptPolicy.ON_TRIGGER),
        envelope,
        Mails.of("From: ming@example.tw\nSubject: Hello\n\nHello\n"));

    assertThat(expected).isEmpty();
    assertThat(lookedUp).isEmpty();
  }

  @Test
  void onceTheMailAsksForEncryptionAllAreExpectedBeforeTheFirstIsLookedUp() {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(
            () ->
                flow.prepare(
                    account(EncryptPolicy.ON_TRIGGER),
                    envelope("ann@example.org", "bob@example.org"),
                    Mails.of("From: ming@example.tw\nSubject: [encrypt] Hello\n\nHello\n")));

    assertThat(lookedUp).containsExactly("ann@example.org", "bob@example.org");
    assertThat(expected).containsExactlyElementsOf(lookedUp);
  }

  private static Envelope envelope(String... recipients) {
    return new Envelope("ming@example.tw", List.of(recipients));
  }
}
