package org.sealpost.trust.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.failure.Phrase;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;
import org.sealpost.trust.revocation.RevocationCheck.Checked;
import org.sealpost.trust.revocation.RevocationCheck.Link;
import org.sealpost.trust.revocation.RevocationStatus.Cause;

class RevocationCheckTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Instant TIME = Instant.parse("2026-06-01T12:00:00Z");
  private static final TestPki PKI = new TestPki("CN=CA", KeyKind.P256);
  private static final X509Certificate CA = PKI.root().certificate();
  private static final Link LINK = new Link(CA, CA);

  private static final Evidence EVIDENCE =
      new Evidence(Evidence.Kind.CRL, "http://ca.example/", TIME, Optional.empty());

  private static final Map<String, RevocationStatus> STATUSES =
      Map.of(
          "good", new RevocationStatus.Good(EVIDENCE),
          "revoked",
              new RevocationStatus.Revoked(
                  TIME, RevocationReason.UNSPECIFIED, Optional.empty(), EVIDENCE),
          "no-source", unknown(new Cause.NoSource()),
          "not-reached",
              unknown(new Cause.NotReached("http://ca.example/", Phrase.verbatim("No."))),
          "not-yet", unknown(new Cause.NotYet("http://ca.example/")),
          "outdated", unknown(new Cause.Outdated("http://ca.example/", TIME)),
          "not-reliable",
              unknown(new Cause.NotReliable("http://ca.example/", Phrase.verbatim("No."))),
          "expired-before", unknown(new Cause.ExpiredBefore("http://ca.example/", TIME)),
          "switched-off", unknown(new Cause.SwitchedOff()));

  private static RevocationStatus unknown(Cause cause) {
    return new RevocationStatus.Unknown(cause);
  }

  private static RevocationSource says(String status) {
    return (_, _, _) -> STATUSES.get(status);
  }

  private static RevocationStatus check(Duration patience, RevocationSource... sources) {
    return new RevocationCheck(List.of(sources)).check(List.of(LINK), patience).getFirst().status();
  }

  @ParameterizedTest
  @CsvSource({
    "good,                                    good",
    "revoked,                                 revoked",
    "no-source good,                          good",
    "no-source revoked,                       revoked",
    "not-reached good,                        good",
    "not-reliable good,                       good",
    "outdated revoked,                        revoked",
    "no-source no-source good,                good",
    "good revoked,                            good",
    "revoked good,                            revoked",
    "no-source,                               no-source",
    "no-source not-reached,                   not-reached",
    "not-reached no-source,                   not-reached",
    "not-reached outdated,                    outdated",
    "not-reached expired-before,              expired-before",
    "outdated not-reliable,                   not-reliable",
    "not-reliable outdated,                   not-reliable",
    "expired-before outdated,                 outdated",
    "not-reliable not-yet,                    not-yet",
    "no-source not-yet not-reached,           not-yet",
    "switched-off no-source,                  no-source",
    "switched-off switched-off,               switched-off",
  })
  void theFirstWhoKnowsIsBelievedAndElseTheMostTellingCauseCounts(String says, String result) {
    RevocationSource[] sources =
        Arrays.stream(says.split(" "))
            .map(RevocationCheckTest::says)
            .toArray(RevocationSource[]::new);
    assertThat(check(LONG, sources)).isEqualTo(STATUSES.get(result));
  }

  @Test
  void withoutSourcesNothingIsKnown() {
    assertThat(check(LONG)).isEqualTo(STATUSES.get("no-source"));
  }

  @Test
  void theSecondIsNotAskedWhenTheFirstKnows() {
    AtomicInteger asked = new AtomicInteger();
    RevocationSource second =
        (_, _, _) -> {
          asked.incrementAndGet();
          return STATUSES.get("revoked");
        };
    assertThat(check(LONG, says("good"), second)).isEqualTo(STATUSES.get("good"));
    assertThat(asked).hasValue(0);
  }

  @Test
  void theSecondIsAskedWhenTheFirstTakesLong() {
    CountDownLatch secondAsked = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    RevocationSource first =
        (_, _, _) -> {
          await(never);
          return STATUSES.get("good");
        };
    RevocationSource second =
        (_, _, _) -> {
          secondAsked.countDown();
          return STATUSES.get("revoked");
        };
    assertThat(check(SHORT, first, second)).isEqualTo(STATUSES.get("revoked"));
    assertThat(secondAsked.getCount()).isZero();
    never.countDown();
  }

  @Test
  void aFirstThatTakesLongIsStillHeard() {
    CountDownLatch secondAsked = new CountDownLatch(1);
    RevocationSource first =
        (_, _, _) -> {
          await(secondAsked);
          return STATUSES.get("good");
        };
    RevocationSource second =
        (_, _, _) -> {
          secondAsked.countDown();
          return STATUSES.get("no-source");
        };
    assertThat(check(SHORT, first, second)).isEqualTo(STATUSES.get("good"));
  }

  @Test
  void eachSourceGetsThePatienceThatIsLeft() {
    List<Duration> given = new ArrayList<>();
    RevocationSource source =
        (_, _, patience) -> {
          given.add(patience);
          return STATUSES.get("no-source");
        };
    check(LONG, source, source);
    assertThat(given).hasSize(2).allMatch(patience -> patience.compareTo(LONG) <= 0);
    assertThat(given.get(1)).isLessThan(given.get(0));
  }

  /** Each waits for the others; one after the other they would never come to an end. */
  @Test
  void theCertificatesOfAPathAreAskedSideBySide() {
    CyclicBarrier all = new CyclicBarrier(3);
    X509Certificate revoked = PKI.certificate("CN=Revoked").key(KeyKind.P256).issue().certificate();
    RevocationSource source =
        (certificate, _, _) -> {
          try {
            all.await(30, TimeUnit.SECONDS);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          return STATUSES.get(certificate.equals(revoked) ? "revoked" : "good");
        };
    List<Link> links = List.of(LINK, new Link(revoked, CA), LINK);
    List<Checked> checked = new RevocationCheck(List.of(source)).check(links, LONG);
    assertThat(checked).extracting(Checked::link).isEqualTo(links);
    assertThat(checked)
        .extracting(Checked::status)
        .containsExactly(STATUSES.get("good"), STATUSES.get("revoked"), STATUSES.get("good"));
  }

  @Test
  void aMistakeInASourceIsNotTakenForAnAnswer() {
    RevocationSource broken =
        (_, _, _) -> {
          throw new IllegalArgumentException("a mistake");
        };
    assertThatThrownBy(() -> check(LONG, broken)).hasStackTraceContaining("a mistake");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
