package org.sealpost.server.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealpost.book.Change;
import org.sealpost.book.Source;
import org.sealpost.failure.Phrase;
import org.sealpost.inbound.VerdictKeeper.JudgedMail;
import org.sealpost.journal.SentDelivery;
import org.sealpost.journal.SentMail;
import org.sealpost.journal.SentRefusal;
import org.sealpost.policy.Decider;
import org.sealpost.policy.Obstacle;
import org.sealpost.policy.SendPlan;
import org.sealpost.server.events.Event;
import org.sealpost.trust.Verdict;

class NoticeWordsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
  private static final NoticeWords WORDS = new NoticeWords(Locale.ENGLISH);

  static SentMail sent(int code, String reply, Optional<SentRefusal> refusal, String... to) {
    return new SentMail(
        "ming@example.tw",
        "1@example.tw",
        NOW,
        100,
        code,
        reply,
        Optional.empty(),
        refusal,
        List.of(SentDelivery.notSent(List.of(to))));
  }

  static Event.Opened opened(Verdict verdict, String from) {
    return new Event.Opened(
        new JudgedMail(Optional.empty(), "2@example.tw", List.of(from), NOW, verdict, List.of()));
  }

  private static Verdict invalid(String reason) {
    return new Verdict.Invalid(Phrase.verbatim(reason));
  }

  @Test
  void aMailThatWasSentIsNoNews() {
    assertThat(WORDS.of(new Event.Sent(sent(250, "2.0.0 ok", Optional.empty(), "a@b.tw"))))
        .isEmpty();
  }

  @Test
  void aRefusedMailNamesEachRecipientInTheWay() {
    SentRefusal refusal =
        new SentRefusal(
            SendPlan.Refuse.Cause.REQUIRED,
            Decider.ACCOUNT,
            Optional.empty(),
            true,
            List.of(
                new SentRefusal.Hindered("a@b.tw", Obstacle.Kind.NONE_KNOWN, "has no certificate"),
                new SentRefusal.Hindered(
                    "c@d.tw", Obstacle.Kind.NONE_KNOWN, "has an expired one")));

    Notice notice =
        WORDS
            .of(new Event.Sent(sent(550, "5.7.1 no", Optional.of(refusal), "a@b.tw")))
            .orElseThrow();

    assertThat(notice.kind()).isEqualTo(NoticeKind.REFUSED);
    assertThat(notice.body())
        .contains("a@b.tw: has no certificate")
        .contains("c@d.tw: has an expired one");
  }

  @Test
  void aMailThatWaitsForTheCardSaysSo() {
    Notice sending =
        WORDS
            .of(new Event.Sent(sent(451, "4.7.5 Enter the PIN.", Optional.empty(), "a@b.tw")))
            .orElseThrow();
    Notice fetching =
        WORDS
            .of(new Event.KeptBack("ming@example.tw", Phrase.verbatim("Insert the card.")))
            .orElseThrow();

    assertThat(sending.kind()).isEqualTo(NoticeKind.CARD_NEEDED);
    assertThat(sending.body()).contains("a@b.tw").contains("Enter the PIN.");
    assertThat(fetching.kind()).isEqualTo(NoticeKind.CARD_NEEDED);
    assertThat(fetching.body()).contains("ming@example.tw").contains("Insert the card.");
  }

  @Test
  void manyRecipientsAreCounted() {
    Event event =
        new Event.Sent(
            sent(
                554,
                "5.0.0 no",
                Optional.empty(),
                "a@b.tw",
                "c@d.tw",
                "e@f.tw",
                "g@h.tw",
                "i@j.tw"));

    assertThat(WORDS.of(event).orElseThrow().body())
        .contains("a@b.tw, c@d.tw, e@f.tw and 2 more")
        .doesNotContain("g@h.tw");
  }

  @Test
  void anInvalidSignatureNamesTheSenderAndAGoodOneIsNoNews() {
    Notice notice = WORDS.of(opened(invalid("It was altered."), "boss@example.tw")).orElseThrow();

    assertThat(notice.kind()).isEqualTo(NoticeKind.INVALID_SIGNATURE);
    assertThat(notice.body()).contains("boss@example.tw");
    assertThat(WORDS.of(opened(new Verdict.Valid(List.of()), "boss@example.tw"))).isEmpty();
    assertThat(WORDS.of(opened(new Verdict.Unsigned(), "boss@example.tw"))).isEmpty();
  }

  @Test
  void someoneElsesSignatureIsNewsToo() throws Exception {
    Verdict other =
        new Verdict.NotTheSender(Certificates.ending("Mallory", NOW), List.of("m@evil.tw"));

    assertThat(WORDS.of(opened(other, "boss@example.tw")).orElseThrow().title())
        .isEqualTo("Signed by someone else");
  }

  @Test
  void whatTheUserImportsIsNoNewsAndWhatComesByMailIs() throws Exception {
    assertThat(WORDS.of(new Event.CertificateChanged(change(Source.Kind.FILE)))).isEmpty();
    assertThat(
            WORDS.of(new Event.CertificateChanged(change(Source.Kind.MAIL))).orElseThrow().body())
        .contains("alice@example.tw");
  }

  private static Change change(Source.Kind kind) throws Exception {
    return new Change(
        "alice@example.tw",
        Certificates.ending("Alice", NOW.plusSeconds(1)),
        Certificates.ending("Alice", NOW),
        NOW,
        new Source(kind, ""),
        false,
        Optional.empty());
  }

  @Test
  void attackASenderCannotBreakTheLineOrTurnTheDirection() {
    Notice notice =
        WORDS.of(opened(invalid("x"), "a@b.tw\r\nAll is well \u202ereversed\u0007")).orElseThrow();

    assertThat(notice.title() + notice.body())
        .doesNotContain("\n")
        .doesNotContain("\r")
        .doesNotContain("\u202e")
        .doesNotContain("\u0007");
  }

  @ParameterizedTest
  @EnumSource(NoticeKind.class)
  void inChineseNoEnglishIsLeft(NoticeKind kind) throws Exception {
    NoticeWords words = new NoticeWords(Phrase.TAIWAN);
    Notice notice =
        switch (kind) {
          case REFUSED ->
              words.of(new Event.Sent(sent(550, "5.7.1 x", Optional.empty(), "x"))).orElseThrow();
          case INVALID_SIGNATURE -> words.of(opened(invalid("x"), "x")).orElseThrow();
          case CARD_NEEDED -> words.of(new Event.KeptBack("x", Phrase.verbatim("x"))).orElseThrow();
          case EXPIRING ->
              words.expiring(
                  new ExpiringCertificates(
                      "x", List.of("x"), java.time.LocalDate.of(2027, 1, 31), 7, List.of()),
                  () -> {});
          case CHANGED_CERTIFICATE ->
              words.of(new Event.CertificateChanged(change(Source.Kind.MAIL))).orElseThrow();
        };

    assertThat(notice.title()).doesNotContainPattern("[A-Za-z]{2}");
    assertThat(notice.title() + notice.body()).containsPattern("\\p{IsHan}");
  }

  @Test
  void bothLanguagesHaveTheSameWords() throws Exception {
    assertThat(keys("messages_zh_TW.properties")).isEqualTo(keys("messages.properties"));
  }

  private static Set<String> keys(String file) throws Exception {
    Properties properties = new Properties();
    try (Reader in =
        new InputStreamReader(
            NoticeWords.class.getResourceAsStream(file), StandardCharsets.UTF_8)) {
      properties.load(in);
    }
    return properties.stringPropertyNames();
  }
}
