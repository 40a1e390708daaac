package org.sealpost.card.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.card.token.FakeModule.WAIT;
import static org.sealpost.card.token.FakeModule.await;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.card.api.CardException;

/** One card works, and with it the module; what becomes of the other meanwhile. */
final class BusyModuleTest {
  @TempDir Path folder;
  private final FakePcsc pcsc = new FakePcsc();
  private FakeModule fake;
  private Token mings;
  private Token huas;

  @BeforeEach
  void putTwoCardsIn() throws Exception {
    fake = new FakeModule(folder, Optional.of(new ReaderWatch(pcsc)));
    pcsc.plug("reader 1");
    pcsc.plug("reader 2");
    pcsc.plug("reader 3");
    pcsc.insert("reader 1");
    fake.cryptoki.insert(1, fake.ming);
    pcsc.insert("reader 2");
    fake.cryptoki.insert(2, fake.hua);
  }

  @AfterEach
  void stop() {
    fake.close();
  }

  private void unlockBoth() throws CardException {
    mings = token("1111");
    huas = token("2222");
    Token _ = FakeModule.unlocked(mings);
    Token _ = FakeModule.unlocked(huas);
  }

  private Token token(String id) {
    return fake.module.tokens().stream().filter(t -> t.id().equals(id)).findFirst().orElseThrow();
  }

  /** A signature of Ming's that takes until the test lets it go. */
  private CompletableFuture<byte[]> mingWorks() {
    int before = fake.ming.calls.get();
    fake.ming.hang = new CountDownLatch(1);
    CompletableFuture<byte[]> signature =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return FakeModule.sign(mings);
              } catch (CardException e) {
                throw new IllegalStateException(e);
              }
            },
            task -> Thread.ofPlatform().start(task));
    await(() -> fake.ming.calls.get() > before);
    return signature;
  }

  @Test
  void aCardThatIsPulledWhileAnotherWorksIsToldOfBeforeThatEnds() throws Exception {
    AtomicInteger news = new AtomicInteger();
    fake.module.start(news::incrementAndGet);
    await(() -> fake.module.tokens().stream().filter(Token::present).count() == 2);
    unlockBoth();
    CompletableFuture<byte[]> signature = mingWorks();
    int before = news.get();

    pcsc.remove("reader 2");
    fake.cryptoki.remove(2);
    await(() -> !huas.present());
    assertThat(huas.loggedIn()).isFalse();
    await(() -> news.get() > before);
    assertThat(signature).isNotDone();
    assertThat(mings.present()).isTrue();
    assertThat(mings.loggedIn()).isTrue();

    fake.ming.hang.countDown();
    assertThat(signature.get(WAIT.toSeconds(), TimeUnit.SECONDS)).hasSize(256);
  }

  @Test
  void ofCardsThatStayNothingIsSaidHoweverLongOneWorks() throws Exception {
    fake.module.look();
    unlockBoth();
    CompletableFuture<byte[]> signature = mingWorks();
    int before = pcsc.asked.get();
    for (int i = 0; i < 3; i++) {
      fake.module.lookAside();
    }
    assertThat(pcsc.asked).hasValue(before + 6);
    assertThat(huas.loggedIn()).isTrue();
    assertThat(mings.loggedIn()).isTrue();
    assertThat(signature).isNotDone();
  }

  @Test
  void aCardThatWasPulledAndPutBackWhileAnotherWorkedIsLockedWhenItIsSeenAgain() throws Exception {
    fake.module.look();
    unlockBoth();
    CompletableFuture<byte[]> signature = mingWorks();
    pcsc.remove("reader 2");
    pcsc.insert("reader 2");
    fake.module.lookAside();
    assertThat(huas.present()).isFalse();
    fake.ming.hang.countDown();
    assertThat(signature.get(WAIT.toSeconds(), TimeUnit.SECONDS)).hasSize(256);

    fake.module.look();
    assertThat(huas.present()).isTrue();
    assertThat(huas.loggedIn()).isFalse();
    fake.module.lookAside();
    assertThat(huas.present()).isTrue();
    assertThat(mings.loggedIn()).isTrue();
  }

  @Test
  void aCardThatIsPutInWaitsForOneOperationOfAnotherAndNotForSeveral() throws Exception {
    fake.cryptoki.remove(2);
    fake.module.look();
    mings = FakeModule.unlocked(token("1111"));
    CompletableFuture<byte[]> first = mingWorks();
    CountDownLatch firstEnds = fake.ming.hang;
    fake.cryptoki.insert(2, fake.hua);
    Thread round = Thread.ofPlatform().daemon().start(fake.module::look);
    await(() -> round.getState() == Thread.State.WAITING);

    fake.ming.hang = new CountDownLatch(1);
    firstEnds.countDown();
    assertThat(first.get(WAIT.toSeconds(), TimeUnit.SECONDS)).hasSize(256);
    CompletableFuture<byte[]> second = mingWorks();
    assertThat(round.join(WAIT)).isTrue();
    assertThat(token("2222").present()).isTrue();
    assertThat(second).isNotDone();
  }

  @Test
  void aRoundThatSawTheCardBeforeItWasPulledDoesNotBringItBack() throws Exception {
    fake.cryptoki.remove(1);
    fake.module.look();
    huas = token("2222");
    fake.ming.arrival = new CountDownLatch(1);
    fake.cryptoki.insert(3, fake.ming);
    pcsc.insert("reader 3");
    int before = pcsc.asked.get();
    Thread round = Thread.ofPlatform().start(fake.module::look);
    await(() -> pcsc.asked.get() > before);

    pcsc.remove("reader 2");
    fake.module.lookAside();
    assertThat(huas.present()).isFalse();
    fake.ming.arrival.countDown();
    assertThat(round.join(WAIT)).isTrue();
    assertThat(token("1111").present()).isTrue();
    assertThat(huas.present()).isFalse();
  }

  @Test
  void aServiceThatIsStoppedMeanwhileEndsNoSession() throws Exception {
    fake.module.look();
    unlockBoth();
    CompletableFuture<byte[]> signature = mingWorks();
    pcsc.stopped = true;
    fake.module.lookAside();
    pcsc.stopped = false;
    pcsc.restart();
    fake.module.lookAside();
    assertThat(huas.loggedIn()).isTrue();
    assertThat(signature).isNotDone();
  }

  @Test
  void aModuleThatTheServiceKnowsNothingOfIsLeftAlone() throws Exception {
    pcsc.unplug("reader 1");
    pcsc.unplug("reader 2");
    fake.module.look();
    unlockBoth();
    CompletableFuture<byte[]> signature = mingWorks();
    fake.module.lookAside();
    assertThat(huas.loggedIn()).isTrue();
    assertThat(signature).isNotDone();
  }
}
