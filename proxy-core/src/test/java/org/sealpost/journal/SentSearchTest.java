package org.sealpost.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.journal.SentSearch.Which;
import org.sealpost.policy.Decider;
import org.sealpost.policy.Obstacle;
import org.sealpost.policy.SendPlan.Refuse.Cause;
import org.sealpost.store.Store;

class SentSearchTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  @TempDir Path folder;
  private Store store;
  private SentMails mails;

  @BeforeEach
  void open() {
    store = Store.open(folder.resolve("sealpost.db"));
    mails = new SentMails(store, Duration.ofDays(90), () -> NOON.plusSeconds(60));
  }

  @AfterEach
  void close() {
    mails.close();
    store.close();
  }

  private void keep(String id, int second, int code, String recipient, boolean forEncryption) {
    SentRefusal refusal =
        new SentRefusal(
            Cause.REQUIRED,
            Decider.ACCOUNT,
            Optional.empty(),
            true,
            List.of(new SentRefusal.Hindered(recipient, Obstacle.Kind.NONE_KNOWN, "has none")));
    mails.keep(
        new SentMail(
            "ming@example.tw",
            id,
            NOON.plusSeconds(second),
            10,
            code,
            "reply",
            Optional.empty(),
            forEncryption ? Optional.of(refusal) : Optional.empty(),
            List.of(SentDelivery.notSent(List.of(recipient)))));
  }

  private List<String> found(Which which, String text, int offset, int count) {
    return mails.find(new SentSearch(which, text), offset, count).stream()
        .map(SentMail::messageId)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "ALL,'',c b a",
    "SENT,'',c a",
    "REFUSED,'',b",
    "ALL,BOB@,c a",
    "ALL,100%,b",
    "ALL,%,b",
    "ALL,_,''",
    "SENT,b,c a",
    "ALL,b,c b a",
  })
  void mailsAreFoundByWhatCameOfThemAndByRecipientOrMessageId(
      Which which, String text, String expected) {
    keep("a", 1, 250, "bob@x", false);
    keep("b", 2, 550, "100%@x", false);
    keep("c", 3, 250, "bob@x", false);
    mails.flush();
    assertThat(String.join(" ", found(which, text, 0, 10))).isEqualTo(expected);
  }

  @Test
  void aPageBeginsWhereTheOneBeforeEnds() {
    for (int i = 0; i < 5; i++) {
      keep("m" + i, i, 250, "bob@x", false);
    }
    mails.flush();
    assertThat(found(Which.ALL, "", 0, 2)).containsExactly("m4", "m3");
    assertThat(found(Which.ALL, "", 2, 2)).containsExactly("m2", "m1");
    assertThat(found(Which.ALL, "", 4, 2)).containsExactly("m0");
  }

  @Test
  void aMailRefusedAgainAndAgainIsThereOnceAndOneThatIsSentLaterIsSettled() {
    keep("open", 1, 550, "bob@x", true);
    keep("open", 2, 550, "bob@x", true);
    keep("settled", 3, 550, "bob@x", true);
    keep("settled", 4, 250, "bob@x", false);
    keep("", 5, 550, "bob@x", true);
    keep("", 6, 250, "bob@x", false);
    keep("server said no", 7, 550, "bob@x", false);
    mails.flush();
    assertThat(mails.refused(0, 10))
        .extracting(
            it -> it.mail().messageId(), it -> it.mail().time(), it -> it.sentLater().isPresent())
        .containsExactly(
            tuple("server said no", NOON.plusSeconds(7), false),
            tuple("", NOON.plusSeconds(5), false),
            tuple("settled", NOON.plusSeconds(3), true),
            tuple("open", NOON.plusSeconds(2), false));
  }
}
