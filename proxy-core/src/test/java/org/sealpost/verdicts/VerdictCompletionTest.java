package org.sealpost.verdicts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.verdicts.Desk.MING;
import static org.sealpost.verdicts.Desk.SIGNER;
import static org.sealpost.verdicts.Desk.T0;
import static org.sealpost.verdicts.Desk.broken;
import static org.sealpost.verdicts.Desk.good;
import static org.sealpost.verdicts.Desk.notYet;
import static org.sealpost.verdicts.Desk.revoked;
import static org.sealpost.verdicts.Desk.signature;
import static org.sealpost.verdicts.Desk.unknown;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.failure.Phrase;
import org.sealpost.inbound.JudgedSignature;
import org.sealpost.smime.SignatureCheck;
import org.sealpost.testpki.Holder;
import org.sealpost.trust.Assessment;
import org.sealpost.trust.Sightings.Sighting;
import org.sealpost.trust.Verdict;
import org.sealpost.trust.VerdictKind;
import org.slf4j.LoggerFactory;

class VerdictCompletionTest {
  @TempDir private Path folder;
  private Path file;
  private Desk desk;

  @BeforeEach
  void open() {
    file = folder.resolve("state/sealpost.db");
    desk = new Desk(file);
    desk.revocation(SIGNER, notYet());
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void anAnswerThatComesLateMakesTheVerdictValid() {
    desk.open("<1@x>", signature("aa", SIGNER));
    assertThat(desk.kept("1@x"))
        .returns(VerdictKind.UNCHECKED, KeptMail::verdict)
        .returns(Optional.of(T0.plusSeconds(10)), KeptMail::nextLook);
    desk.revocation(SIGNER, good());

    assertThat(desk.completion.pass()).contains(T0.plusSeconds(10));
    assertThat(desk.kept("1@x").verdict()).isEqualTo(VerdictKind.UNCHECKED);
    assertThat(desk.judgedAgain).isEmpty();

    desk.later(Duration.ofSeconds(10));
    assertThat(desk.completion.pass()).isEmpty();
    assertThat(desk.judgedAgain).extracting(KeptMail::verdict).containsExactly(VerdictKind.VALID);
    KeptMail completed = desk.kept("1@x");
    assertThat(completed)
        .returns(VerdictKind.VALID, KeptMail::verdict)
        .returns(Optional.empty(), KeptMail::nextLook)
        .returns(T0, KeptMail::opened);
    assertThat(completed.completed()).contains(T0.plusSeconds(10));
    KeptSignature signature = completed.signatures().getFirst();
    assertThat(signature.words().english()).startsWith("The signature is valid");
    assertThat(signature.path().getFirst().revocation()).contains(good());
    assertThat(signature.assessed()).isEqualTo(T0.plusSeconds(10));
    assertThat(desk.history.first("aa")).contains(new Sighting(T0, true));
  }

  @Test
  void aRevocationThatIsLearntLateIsKeptAndLoggedWithoutContent() {
    desk.open("<1@x>", signature("aa", SIGNER));
    desk.revocation(SIGNER, revoked(T0.minus(Duration.ofDays(1))));
    desk.later(Duration.ofSeconds(10));
    Logger logger = (Logger) LoggerFactory.getLogger(VerdictCompletion.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    try {
      desk.completion.pass();
    } finally {
      logger.detachAppender(log);
    }
    assertThat(desk.kept("1@x").verdict()).isEqualTo(VerdictKind.UNTRUSTED);
    assertThat(desk.kept("1@x").signatures().getFirst().objection()).contains("revoked");
    assertThat(log.list)
        .singleElement()
        .returns(Level.WARN, ILoggingEvent::getLevel)
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .contains(MailId.of("1@x"))
        .contains("untrusted");
    assertThat(desk.history.first("aa")).contains(new Sighting(T0, false));
  }

  @Test
  void itLooksAFewTimesAndThenLeavesItAsItIs() {
    desk.open("<1@x>", signature("aa", SIGNER));
    Instant time = T0;
    for (Duration delay :
        List.of(
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofHours(1))) {
      time = time.plus(delay);
      assertThat(desk.completion.pass()).contains(time);
      desk.at(time);
    }
    assertThat(desk.completion.pass()).isEmpty();
    assertThat(desk.kept("1@x")).returns(VerdictKind.UNCHECKED, KeptMail::verdict);
    assertThat(desk.kept("1@x").completed()).isEmpty();
    desk.open("<1@x>", signature("aa", SIGNER));
    assertThat(desk.completion.pass()).contains(time.plusSeconds(10));
  }

  @Test
  void thatTheMailWasMetIsNoProofThatItsPathWasNotRevoked() {
    desk.open("<1@x>", signature("aa", SIGNER));
    desk.revocation(SIGNER, unknown());
    desk.later(Duration.ofSeconds(10));
    assertThat(desk.completion.pass()).isEmpty();
    assertThat(desk.kept("1@x").verdict()).isEqualTo(VerdictKind.UNCHECKED);
    assertThat(desk.kept("1@x").completed()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u202eming@example.tw", "\u200fming@example.tw"})
  void attackASenderThatReadsLikeTheSignerIsNotTakenForHimLater(String from) {
    desk.open("<1@x>", List.of(from), signature("aa", SIGNER));
    assertThat(desk.kept("1@x"))
        .returns(VerdictKind.NOT_THE_SENDER, KeptMail::verdict)
        .returns(Optional.of(T0.plusSeconds(10)), KeptMail::nextLook);
    desk.revocation(SIGNER, good());
    desk.later(Duration.ofSeconds(10));
    desk.completion.pass();
    assertThat(desk.kept("1@x").verdict()).isEqualTo(VerdictKind.NOT_THE_SENDER);
    assertThat(desk.kept("1@x").completed()).isPresent();
  }

  @Test
  void attackAMailFromMoreThanAreKeptIsNotJudgedByThoseThatAre() {
    List<String> from = new ArrayList<>(Collections.nCopies(100, MING));
    from.add("eve@example.com");
    desk.open("<1@x>", from, signature("aa", SIGNER));
    desk.revocation(SIGNER, good());
    desk.later(Duration.ofSeconds(10));
    assertThat(desk.completion.pass()).isEmpty();
    assertThat(desk.kept("1@x").verdict()).isEqualTo(VerdictKind.NOT_THE_SENDER);
  }

  @Test
  void anotherSignatureThatSpoilsTheMailDoesSoStill() {
    SignatureCheck late = signature("aa", SIGNER);
    SignatureCheck altered = broken("bb", SIGNER);
    Assessment pending = desk.trust.assess(late, List.of(MING), T0);
    Assessment invalid = desk.trust.assess(altered, List.of(MING), T0);
    desk.keep(
        "<1@x>",
        List.of(MING),
        invalid.verdict(),
        new JudgedSignature(late, pending),
        new JudgedSignature(altered, invalid));
    // One that could not even be read: only the mail's verdict tells.
    desk.keep(
        "<2@x>",
        List.of(MING),
        new Verdict.Invalid(Phrase.verbatim("unreadable")),
        new JudgedSignature(late, pending));
    desk.revocation(SIGNER, good());
    desk.later(Duration.ofSeconds(10));
    desk.completion.pass();
    for (String id : List.of("1@x", "2@x")) {
      assertThat(desk.kept(id).verdict()).isEqualTo(VerdictKind.INVALID);
      assertThat(desk.kept(id).signatures().getFirst().verdict()).isEqualTo(VerdictKind.VALID);
    }
    assertThat(desk.kept("1@x").signatures().getLast().words().english())
        .contains("The content was altered.");
  }

  @Test
  void aMailThatIsOpenedMeanwhileIsNotOverwritten() {
    desk.open("<1@x>", signature("aa", SIGNER));
    desk.later(Duration.ofSeconds(10));
    PendingMail pending = desk.history.due(desk.now(), 10).getFirst();
    desk.revocation(SIGNER, good());
    desk.open("<1@x>", signature("aa", SIGNER));
    assertThat(desk.history.complete(pending, pending.mail())).isFalse();
    assertThat(desk.kept("1@x").verdict()).isEqualTo(VerdictKind.VALID);
  }

  @Test
  void whatAnEarlierRunLeftIsCompletedAtTheStart() throws Exception {
    desk.open("<1@x>", signature("aa", SIGNER));
    desk.close();
    desk = new Desk(file);
    desk.at(T0.plus(Duration.ofDays(1)));
    desk.revocation(SIGNER, good());
    VerdictHistory.Completion _ = desk.history.completeWith(desk.trust, desk::now);
    awaitVerdict("1@x", VerdictKind.VALID);
  }

  @Test
  void aMailThatIsKeptWhileNothingIsPendingIsNoticed() throws Exception {
    VerdictHistory.Completion _ = desk.history.completeWith(desk.trust, desk::now);
    desk.open("<1@x>", signature("aa", SIGNER));
    desk.revocation(SIGNER, good());
    desk.later(Duration.ofSeconds(11));
    // Any later mail is a reason to look.
    Holder other = Desk.signer("Mei", T0.plus(Duration.ofDays(100)));
    desk.revocation(other, notYet());
    desk.open("<2@x>", signature("bb", other));
    awaitVerdict("1@x", VerdictKind.VALID);
  }

  @Test
  void whoAsksForListsAnewNeedNotWaitForTheNextLookNorOpenTheMailAgain() throws Exception {
    desk.open("<1@x>", signature("aa", SIGNER));
    for (Duration each : VerdictHistory.LOOKS) {
      desk.later(each);
      desk.completion.pass();
    }
    assertThat(desk.kept("1@x").nextLook()).as("given up").isEmpty();
    desk.revocation(SIGNER, good());

    VerdictHistory.Completion _ = desk.history.completeWith(desk.trust, desk::now);
    assertThat(desk.history.lookAgain(desk.now())).isOne();
    awaitVerdict("1@x", VerdictKind.VALID);
    assertThat(desk.history.lookAgain(desk.now())).as("nothing is missing any more").isZero();
  }

  @Test
  void mailsThatNoAnswerCanChangeAreNotLookedAtAgain() {
    desk.revocation(SIGNER, unknown());
    desk.open("<nobody-can-tell@x>", signature("aa", SIGNER));
    desk.open("<broken@x>", broken("bb", SIGNER));
    desk.revocation(SIGNER, good());
    desk.open("<valid@x>", signature("cc", SIGNER));
    assertThat(desk.history.lookAgain(desk.now())).isZero();
  }

  private void awaitVerdict(String messageId, VerdictKind verdict) throws InterruptedException {
    for (int i = 0; i < 1000 && desk.kept(messageId).verdict() != verdict; i++) {
      Thread.sleep(10);
    }
    assertThat(desk.kept(messageId).verdict()).isEqualTo(verdict);
  }
}
