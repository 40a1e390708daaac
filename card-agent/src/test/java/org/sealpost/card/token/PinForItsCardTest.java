package org.sealpost.card.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sealpost.card.token.FakeModule.WAIT;
import static org.sealpost.card.token.FakeModule.await;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.token.FakeCryptoki.Card;

/** A PIN that waits while another card works, and what becomes of its own card meanwhile. */
final class PinForItsCardTest {
  @TempDir Path folder;
  private final FakePcsc pcsc = new FakePcsc();
  private FakeModule fake;
  private Token huas;
  private CompletableFuture<byte[]> signature;
  private volatile Thread waiting;

  @AfterEach
  void stop() {
    fake.close();
  }

  /** Ming's card works until the test lets it go, and Hua's PIN waits behind it. */
  private CompletableFuture<Void> loginThatWaits(boolean watched) throws Exception {
    fake = new FakeModule(folder, watched ? Optional.of(new ReaderWatch(pcsc)) : Optional.empty());
    pcsc.plug("reader 1");
    pcsc.plug("reader 2");
    pcsc.insert("reader 1");
    fake.cryptoki.insert(1, fake.ming);
    pcsc.insert("reader 2");
    fake.cryptoki.insert(2, fake.hua);
    Token mings = fake.token();
    huas = fake.module.tokens().getLast();
    Token _ = FakeModule.unlocked(mings);
    await(() -> huas.certificates().isPresent());
    fake.ming.hang = new CountDownLatch(1);
    int before = fake.ming.calls.get();
    signature = inThread(() -> FakeModule.sign(mings));
    await(() -> fake.ming.calls.get() > before);
    CompletableFuture<Void> login =
        inThread(
            () -> {
              waiting = Thread.currentThread();
              huas.login(FakeCryptoki.PIN.toCharArray());
              return null;
            });
    await(() -> cardThread().getState() == Thread.State.WAITING);
    return login;
  }

  private Thread cardThread() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("card Hua"))
        .filter(PinForItsCardTest::waitsForItsTurn)
        .findFirst()
        .orElse(Thread.currentThread());
  }

  private static boolean waitsForItsTurn(Thread thread) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (frame.getClassName().equals(SerialCryptoki.class.getName())) {
        return true;
      }
    }
    return false;
  }

  private interface Work<T> {
    T run() throws CardException;
  }

  private static <T> CompletableFuture<T> inThread(Work<T> work) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return work.run();
          } catch (CardException e) {
            throw new CompletionException(e);
          }
        },
        task -> Thread.ofPlatform().daemon().start(task));
  }

  private void mingIsDone() throws Exception {
    fake.ming.hang.countDown();
    assertThat(signature.get(WAIT.toSeconds(), TimeUnit.SECONDS)).hasSize(256);
  }

  private static void assertNotSent(CardError error, CompletableFuture<Void> login) {
    assertThatThrownBy(() -> login.get(WAIT.toSeconds(), TimeUnit.SECONDS))
        .cause()
        .isInstanceOf(PinNotSentException.class)
        .extracting(e -> ((CardException) e).error())
        .isEqualTo(error);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCardPulledWhileItsLoginWaitsCostsNoTry(boolean watched) throws Exception {
    CompletableFuture<Void> login = loginThatWaits(watched);
    pcsc.remove("reader 2");
    fake.cryptoki.remove(2);
    mingIsDone();
    assertNotSent(CardError.TOKEN_ABSENT, login);
    assertThat(fake.hua.pins).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"true,3333,Eve", "false,3333,Eve", "true,2222,Hua", "false,2222,Hua"})
  void attackAPinIsNeverSentToTheCardThatTookTheOthersPlace(
      boolean watched, String serial, String label) throws Exception {
    Card other = new Card(serial, label);
    CompletableFuture<Void> login = loginThatWaits(watched);
    pcsc.remove("reader 2");
    pcsc.insert("reader 2");
    fake.cryptoki.insert(2, other);
    mingIsDone();
    assertNotSent(CardError.TOKEN_ABSENT, login);
    assertThat(other.pins).isEmpty();
    assertThat(fake.hua.pins).isEmpty();
  }

  @Test
  void attackAPinIsNotSentWhereOnlyTheServiceHasSeenTheSwap() throws Exception {
    CompletableFuture<Void> login = loginThatWaits(true);
    pcsc.remove("reader 2");
    pcsc.insert("reader 2");
    mingIsDone();
    assertNotSent(CardError.TOKEN_ABSENT, login);
    assertThat(fake.hua.pins).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPinThatWaitedGoesToItsOwnCardThatStayed(boolean watched) throws Exception {
    CompletableFuture<Void> login = loginThatWaits(watched);
    mingIsDone();
    assertThat(login.get(WAIT.toSeconds(), TimeUnit.SECONDS)).isNull();
    assertThat(huas.loggedIn()).isTrue();
    assertThat(fake.hua.pins).containsExactly("USER " + FakeCryptoki.PIN);
  }

  @Test
  void aPinWhoseLoginWasGivenUpBeforeItsTurnIsNotSentWhenTheTurnComes() throws Exception {
    CompletableFuture<Void> login = loginThatWaits(true);
    waiting.interrupt();
    assertNotSent(CardError.TIMEOUT, login);
    assertNotSent(
        CardError.TIMEOUT,
        inThread(
            () -> {
              huas.login(FakeCryptoki.PIN.toCharArray());
              return null;
            }));
    mingIsDone();
    await(
        () -> {
          try {
            huas.checkBeforeLogin();
            return true;
          } catch (CardException e) {
            return false;
          }
        });
    assertThat(fake.hua.pins).isEmpty();
  }
}
