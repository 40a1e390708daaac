package org.sealpost.card.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.sealpost.card.token.FakeModule.WAIT;
import static org.sealpost.card.token.FakeModule.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.ModuleReport;
import org.xipki.pkcs11.wrapper.PKCS11Constants;

/** A module that does not come back from a call, and one that only takes its time. */
final class HangingModuleTest {
  enum Call {
    QUESTION,
    LOGIN,
    PAD,
    SIGNATURE
  }

  @TempDir Path folder;
  private FakeModule fake;

  @BeforeEach
  void loadTheModule() throws Exception {
    fake = new FakeModule(folder, Optional.empty());
  }

  @AfterEach
  void stop() {
    fake.close();
  }

  private void passes(Duration time) {
    fake.later.addAndGet(time.toNanos());
  }

  private static Thread use(Token token, Call call) {
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                make(call, token);
              } catch (CardException e) {
                throw new IllegalStateException(e);
              }
            });
  }

  private static void make(Call call, Token token) throws CardException {
    switch (call) {
      case QUESTION -> token.checkBeforeLogin();
      case LOGIN -> token.login(FakeCryptoki.PIN.toCharArray());
      case PAD -> token.loginOnPad();
      case SIGNATURE -> assertThat(FakeModule.sign(token)).hasSize(256);
    }
  }

  @ParameterizedTest
  @CsvSource({"QUESTION,14,16", "LOGIN,38,42", "PAD,145,155", "SIGNATURE,38,42"})
  void aCallThatTakesLongerThanAnyCardShowsThatTheModuleHangs(Call call, long before, long after)
      throws Exception {
    if (call == Call.PAD) {
      fake.ming.flags |= PKCS11Constants.CKF_PROTECTED_AUTHENTICATION_PATH;
    }
    fake.cryptoki.insert(1, fake.ming);
    Token token = call == Call.SIGNATURE ? fake.unlocked() : fake.token();
    await(() -> token.certificates().isPresent());
    fake.ming.hang = new CountDownLatch(1);
    if (call == Call.QUESTION) {
      fake.ming.silence = new CountDownLatch(1);
    }
    int calls = fake.ming.calls.get();
    int questions = fake.ming.questions.get();
    Thread user = use(token, call);
    await(
        () ->
            call == Call.QUESTION
                ? fake.ming.questions.get() > questions
                : fake.ming.calls.get() > calls);

    passes(Duration.ofSeconds(before));
    assertThat(fake.module.hangs()).isFalse();
    assertThat(fake.module.modules().getFirst().state()).isEqualTo(ModuleReport.State.WORKING);
    assertThat(token.present()).isTrue();

    passes(Duration.ofSeconds(after - before));
    assertThat(fake.module.hangs()).isTrue();
    ModuleReport report = fake.module.modules().getFirst();
    assertThat(report.state()).isEqualTo(ModuleReport.State.FAILING);
    assertThat(report.problem()).contains("/lib/fake.so", "has stopped answering", "begins anew");
    assertThat(fake.module.tokens()).noneMatch(Token::present);

    fake.ming.hang.countDown();
    fake.ming.silence.countDown();
    assertThat(user.join(WAIT)).isTrue();
    assertThat(fake.module.hangs()).isFalse();
  }

  @Test
  void aModuleThatStandsStillWhenACardComesHangsToo() throws Exception {
    fake.ming.silence = new CountDownLatch(1);
    fake.cryptoki.insert(1, fake.ming);
    fake.module.start(() -> {});
    await(() -> fake.ming.questions.get() > 0);
    assertThat(fake.module.hangs()).isFalse();
    passes(Duration.ofSeconds(16));
    assertThat(fake.module.hangs()).isTrue();
  }

  @Test
  void whileTheReadersCannotBeLookedAtNoCardIsForgottenAndTheReportSaysSo() throws Exception {
    fake.cryptoki.insert(2, fake.hua);
    assertThat(fake.token().present()).isTrue();
    fake.cryptoki.remove(2);
    fake.module.look();
    fake.ming.silence = new CountDownLatch(1);
    fake.cryptoki.insert(1, fake.ming);
    fake.module.start(() -> {});
    await(() -> fake.ming.questions.get() > 0);
    passes(Duration.ofSeconds(4));
    ModuleReport busy = fake.module.modules().getFirst();
    assertThat(busy.state()).isEqualTo(ModuleReport.State.WORKING);
    assertThat(busy.problem()).contains("/lib/fake.so", "busy");
    assertNotForgotten("another card is at work");
    passes(Duration.ofSeconds(12));
    assertNotForgotten("/lib/fake.so", "has stopped answering");

    fake.ming.silence.countDown();
    await(() -> fake.module.tokens().stream().anyMatch(t -> t.id().equals("1111") && t.present()));
    await(() -> fake.module.modules().getFirst().problem().isEmpty());
    assertThat(fake.module.forget("2222")).isTrue();
  }

  private void assertNotForgotten(String... words) {
    assertThatExceptionOfType(CardException.class)
        .isThrownBy(() -> fake.module.forget("2222"))
        .satisfies(e -> assertThat(e.error()).isEqualTo(CardError.BAD_REQUEST))
        .withMessageContaining("\"Hua\" was not forgotten")
        .withMessageContainingAll(words);
    assertThat(fake.module.tokens()).extracting(Token::id).contains("2222");
  }

  @Test
  void callsThatOnlyWaitForTheirTurnAreNotTakenForAModuleThatHangs() throws Exception {
    fake.cryptoki.insert(1, fake.ming);
    fake.cryptoki.insert(2, fake.hua);
    Token mings = fake.unlocked();
    fake.module.start(() -> {});
    for (int i = 0; i < 10; i++) {
      fake.ming.hang = new CountDownLatch(1);
      int calls = fake.ming.calls.get();
      Thread user = use(mings, Call.SIGNATURE);
      await(() -> fake.ming.calls.get() > calls);
      passes(Duration.ofSeconds(30));
      assertThat(fake.module.hangs()).isFalse();
      fake.ming.hang.countDown();
      assertThat(user.join(WAIT)).isTrue();
    }
    assertThat(mings.loggedIn()).isTrue();
  }
}
