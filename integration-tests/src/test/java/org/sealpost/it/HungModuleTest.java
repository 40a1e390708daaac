package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardAgentClient;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.DigestAlgorithm;
import org.sealpost.card.api.KeyPurpose;
import org.sealpost.card.api.KeyRef;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.api.SignatureAlgorithm;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.TokenState;
import org.sealpost.harness.VirtualCard;

/** A module that stands still for good, or might: the agent is of use again without the user. */
class HungModuleTest extends OnVirtualCard {
  private static final Duration BACK = Duration.ofSeconds(90);

  private CardAgent agent() throws CardException {
    return new CardAgentClient(folder.resolve("ming/run/agent.sock"), "test", BACK);
  }

  /** Asks until it is so; an agent that begins anew refuses meanwhile. */
  private TokenInfo await(Predicate<TokenInfo> condition) throws Exception {
    long end = System.nanoTime() + BACK.toNanos();
    String last = "";
    while (System.nanoTime() < end) {
      try (CardAgent agent = agent()) {
        List<TokenInfo> tokens = agent.tokens();
        last = tokens.toString();
        Optional<TokenInfo> found =
            tokens.stream().filter(t -> !t.certificates().isEmpty()).filter(condition).findFirst();
        if (found.isPresent()) {
          return found.get();
        }
      } catch (CardException e) {
        last = e.getMessage();
      }
      Thread.sleep(100);
    }
    throw new AssertionError(last + side.logText("agent"));
  }

  private boolean isIn(int reader, TokenInfo token) {
    return token.state() != TokenState.ABSENT && token.reader().equals(cards.reader(reader).name());
  }

  private static void sign(CardAgent agent, TokenInfo token) throws CardException {
    String key =
        token.certificates().stream()
            .filter(certificate -> certificate.purposes().contains(KeyPurpose.SIGN))
            .findFirst()
            .orElseThrow()
            .keyId();
    byte[] _ =
        agent.sign(
            new KeyRef(token.id(), key),
            new SignatureAlgorithm(SignatureAlgorithm.Scheme.RSA_PKCS1, DigestAlgorithm.SHA256),
            new byte[32],
            Purpose.signMail(MING, MING),
            BACK);
  }

  @Test
  void aCardSwappedWhileAnotherWorksLeavesAnAgentThatKnowsTheCardsAndSigns() throws Exception {
    installWithCard();
    VirtualCard second = VirtualCard.of(OTHER);
    VirtualCard third = VirtualCard.of(AUTHORITY.person("Chen Mei", "mei@example.test"));
    cards.reader(1).insert(second);
    TokenInfo mings = await(token -> isIn(0, token));
    TokenInfo others = await(token -> isIn(1, token));
    AtomicBoolean stop = new AtomicBoolean();
    CompletableFuture<Void> work;
    CompletableFuture<Void> unlock;
    try (CardAgent agent = agent();
        CardAgent another = agent()) {
      TokenInfo _ = agent.unlock(mings.id(), Purpose.unlock(""), BACK);
      card.delay(Duration.ofSeconds(2));
      work = inThread(() -> signUntil(stop, agent, mings));
      while (card.operations() == 0) {
        Thread.sleep(10);
      }
      unlock = inThread(() -> another.unlock(others.id(), Purpose.unlock(""), BACK));
      long prompts = side.prompts();
      while (side.prompts() == prompts && !unlock.isDone()) {
        Thread.sleep(10);
      }
      Thread.sleep(500);
      cards.reader(1).eject();
      Thread.sleep(200);
      cards.reader(1).insert(third);
      Thread.sleep(3000);
      stop.set(true);
      card.delay(Duration.ZERO);
      work.get(BACK.toSeconds(), TimeUnit.SECONDS);
      unlock.get(BACK.toSeconds(), TimeUnit.SECONDS);
    }
    assertThat(third.verifyCount()).as("the other card's PIN").isZero();

    TokenInfo newcomer = await(token -> isIn(1, token) && !token.id().equals(others.id()));
    assertThat(newcomer.state()).isEqualTo(TokenState.LOCKED);
    TokenInfo still = await(token -> isIn(0, token));
    assertThat(still.id()).isEqualTo(mings.id());
    int before = card.operations();
    send("after the swap").succeeds();
    assertThat(card.operations()).isGreaterThan(before);
  }

  private static void signUntil(AtomicBoolean stop, CardAgent agent, TokenInfo token)
      throws CardException {
    while (!stop.get()) {
      sign(agent, token);
    }
  }

  private interface Work {
    void run() throws CardException;
  }

  /** Whether it succeeds does not matter here. */
  private static CompletableFuture<Void> inThread(Work work) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            work.run();
          } catch (CardException e) {
            assertThat(e.getMessage()).isNotEmpty();
          }
        },
        task -> Thread.ofPlatform().daemon().start(task));
  }

  @Test
  void anAgentWhoseModuleStandsStillBeginsAnewByItself() throws Exception {
    installWithCard();
    send("before").succeeds();
    ProcessHandle process = ProcessHandle.of(side.agent().pid()).orElseThrow();
    ProcessHandle service = descendant("pcscd");
    signal("-STOP", service);
    try {
      awaitLog("begins anew");
    } finally {
      signal("-CONT", service);
    }

    // Until it begins anew the old one answers, which has the PIN.
    TokenInfo _ = await(known -> isIn(0, known) && known.state() == TokenState.LOCKED);
    assertThat(process.isAlive()).as("the same process").isTrue();
    int before = card.operations();
    send("after").succeeds();
    assertThat(card.operations()).isEqualTo(before + 1);
    assertThat(side.prompts()).isEqualTo(2);
    assertThat(card.triesLeft()).isEqualTo(3);
  }

  private void awaitLog(String words) throws Exception {
    long end = System.nanoTime() + BACK.toNanos();
    while (!side.logText("agent").contains(words)) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.sleep(100);
    }
  }

  private static void signal(String signal, ProcessHandle process) throws Exception {
    Programs.run("kill", signal, String.valueOf(process.pid())).succeeds();
  }

  private static ProcessHandle descendant(String program) {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().command().orElse("").endsWith("/" + program))
        .findFirst()
        .orElseThrow();
  }
}
