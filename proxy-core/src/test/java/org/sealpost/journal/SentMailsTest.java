package org.sealpost.journal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.failure.Phrase;
import org.sealpost.journal.SentDelivery.Outcome;
import org.sealpost.journal.SentRefusal.Hindered;
import org.sealpost.policy.Decider;
import org.sealpost.policy.Obstacle;
import org.sealpost.policy.SendPlan.Refuse.Cause;
import org.sealpost.store.Store;
import org.slf4j.LoggerFactory;

class SentMailsTest {
  private static final Duration DAYS = Duration.ofDays(90);

  private static final SentRefusal REFUSAL =
      new SentRefusal(
          Cause.LAPSED,
          Decider.FIELD,
          Optional.of("[sign-only]"),
          true,
          List.of(
              new Hindered("eve@x", Obstacle.Kind.LAPSED, "has an old one"),
              new Hindered("amy@x", Obstacle.Kind.NONE_KNOWN, "has none")));

  @TempDir Path folder;
  private Store store;
  private Instant now = Instant.parse("2026-06-01T12:00:00Z");

  @BeforeEach
  void open() {
    store = Store.open(folder.resolve("sealpost.db"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private SentMail mail(String id, SentDelivery... deliveries) {
    return new SentMail(
        "ming@example.tw",
        id,
        now,
        1000,
        250,
        "2.0.0 OK",
        Optional.of(
            new SentMail.Plan(
                true, Decider.ACCOUNT, true, Decider.SUBJECT, Optional.of(Decider.SPLIT))),
        Optional.empty(),
        List.of(deliveries));
  }

  @Test
  void whatIsKeptComesBackAsItWas() {
    SentMail sent =
        mail(
            "<1@x>",
            new SentDelivery(
                List.of("Bob@x", "eve@x"), Outcome.ACCEPTED, true, Optional.of(true), "250 queued"),
            new SentDelivery(
                List.of("ann@x"), Outcome.ACCEPTED, false, Optional.of(false), "250 queued"),
            SentDelivery.notSent(List.of("amy@x")));
    SentMail refused =
        new SentMail(
            "ming@example.tw",
            "",
            now,
            0,
            550,
            "no",
            Optional.empty(),
            Optional.of(REFUSAL),
            List.of());
    try (SentMails mails = new SentMails(store, DAYS, () -> now)) {
      mails.keep(sent);
      mails.keep(refused);
      mails.flush();
      assertThat(mails.last(10)).containsExactly(refused, sent);
      assertThat(mails.of("<1@x>", 10)).containsExactly(sent);
      assertThat(mails.of("1@x", 10)).containsExactly(sent);
      assertThat(mails.of("2@x", 10)).isEmpty();
    }
  }

  @Test
  void whatWasToldIsKeptInBothLanguages() {
    SentMail refused = refused(new Phrase.Told("5.7.1 Not sent", "5.7.1 郵件未寄出"), HINDERED);
    try (SentMails mails = new SentMails(store, DAYS, () -> now)) {
      mails.keep(refused);
      mails.flush();
      SentMail kept = mails.last(1).getFirst();
      assertThat(kept).isEqualTo(refused);
      assertThat(kept.reply().in(Phrase.TAIWAN)).isEqualTo("5.7.1 郵件未寄出");
    }
  }

  @Test
  void whatWasToldBeforeThereWasChineseIsShownInEnglish() {
    try (SentMails mails = new SentMails(store, DAYS, () -> now)) {
      mails.keep(refused(new Phrase.Told("5.7.1 Not sent", "5.7.1 郵件未寄出"), HINDERED));
      mails.flush();
      store.jdbi().useHandle(handle -> handle.execute("update sent_mail set reply_zh_tw = null"));
      store
          .jdbi()
          .useHandle(handle -> handle.execute("update sent_obstacle set reason_zh_tw = null"));
      SentMail kept = mails.last(1).getFirst();
      assertThat(kept.reply()).isEqualTo(Phrase.Told.verbatim("5.7.1 Not sent"));
      assertThat(kept.refusal().orElseThrow().obstacles().getFirst().reason())
          .isEqualTo(Phrase.Told.verbatim("has an old one"));
    }
  }

  @Test
  void attackWhatIsKeptTurnsNoWritingInEitherLanguage() {
    SentMail mail = refused(new Phrase.Told("a\u202eb", "一\u202e二"), HINDERED);
    assertThat(mail.reply()).isEqualTo(new Phrase.Told("a b", "一 二"));
  }

  private static final Hindered HINDERED =
      new Hindered("eve@x", Obstacle.Kind.LAPSED, new Phrase.Told("has an old one", "憑證已過期"));

  private SentMail refused(Phrase.Told reply, Hindered hindered) {
    SentRefusal refusal =
        new SentRefusal(Cause.LAPSED, Decider.FIELD, Optional.empty(), true, List.of(hindered));
    return new SentMail(
        "ming@example.tw",
        "",
        now,
        0,
        550,
        reply,
        Optional.empty(),
        Optional.of(refusal),
        List.of());
  }

  @Test
  void whatIsTooOldIsNeitherShownNorKept() {
    try (SentMails mails = new SentMails(store, DAYS, () -> now)) {
      mails.keep(mail("<1@x>", SentDelivery.notSent(List.of("amy@x"))));
      mails.keep(
          new SentMail(
              "ming@example.tw",
              "",
              now,
              0,
              550,
              "no",
              Optional.empty(),
              Optional.of(REFUSAL),
              List.of()));
      mails.flush();
      assertThat(rows("sent_obstacle")).isEqualTo(2);
      now = now.plus(DAYS);
      assertThat(mails.last(10)).isEmpty();
    }
    try (SentMails mails = new SentMails(store, DAYS, () -> now)) {
      mails.keep(mail("<2@x>"));
      mails.flush();
      assertThat(rows("sent_mail")).isOne();
      assertThat(rows("sent_recipient")).isZero();
      assertThat(rows("sent_obstacle")).isZero();
    }
  }

  private int rows(String table) {
    return store
        .reading()
        .withHandle(
            handle ->
                handle.createQuery("select count(*) from " + table).mapTo(Integer.class).one());
  }

  @Test
  void whatIsTooMuchGoesTheOldestFirst() {
    for (int i = 0; i < 5; i++) {
      try (SentMails mails = new SentMails(store, DAYS, () -> now, 3)) {
        now = now.plusSeconds(1);
        mails.keep(mail("<" + i + "@x>"));
      }
    }
    try (SentMails mails = new SentMails(store, DAYS, () -> now, 3)) {
      assertThat(mails.last(10))
          .extracting(SentMail::messageId)
          .containsExactly("4@x", "3@x", "2@x");
    }
  }

  @Test
  void switchedOffNothingIsKept() {
    try (SentMails mails = new SentMails(store, Duration.ZERO, () -> now)) {
      mails.keep(mail("<1@x>"));
    }
    assertThat(folder.resolve("sealpost.db")).doesNotExist();
  }

  @Test
  void aFailingStoreBringsNoRecipientIntoTheLog() {
    store.jdbi().useHandle(handle -> handle.execute("drop table sent_recipient"));
    Logger log = (Logger) LoggerFactory.getLogger(SentMails.class);
    ListAppender<ILoggingEvent> events = new ListAppender<>();
    events.start();
    log.addAppender(events);
    try (SentMails mails = new SentMails(store, DAYS, () -> now)) {
      mails.keep(mail("<1@x>", SentDelivery.notSent(List.of("secret@x"))));
    } finally {
      log.detachAppender(events);
    }
    assertThat(events.list).hasSize(1);
    assertThat(events.list.getFirst().getFormattedMessage())
        .contains("sent_recipient")
        .doesNotContain("secret");
  }
}
