package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardAgentClient;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.DigestAlgorithm;
import org.sealpost.card.api.KeyPurpose;
import org.sealpost.card.api.KeyRef;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.api.SignatureAlgorithm;
import org.sealpost.card.api.TokenEvent;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.TokenState;
import org.sealpost.harness.VirtualCard;

/** Mails over a card in a reader, and its coming and going. */
class SmartCardTest extends OnVirtualCard {

  @Test
  void aMailIsSignedAndOpenedOnceByTheCardEach() throws Exception {
    installWithCard("policy.encrypt = required");
    knowMyself();

    send("by card").succeeds();
    assertThat(card.operations()).isEqualTo(1);
    Programs.Run stored = fetch(server.pop3(), 1).succeeds();
    assertThat(stored.output()).contains("enveloped-data").doesNotContain("to myself");

    try (LineClient client = new LineClient(side.pop3Port())) {
      assertThat(client.line("")).startsWith("+OK");
      assertThat(client.line("USER " + MING)).startsWith("+OK");
      assertThat(client.line("PASS " + PostfixAndDovecot.PASSWORD)).startsWith("+OK");
      assertThat(client.multiLine("RETR 1")).contains("to myself");
      assertThat(card.operations()).isEqualTo(2);
      assertThat(client.multiLine("RETR 1")).contains("to myself");
      assertThat(client.line("QUIT")).startsWith("+OK");
    }
    assertThat(card.operations()).isEqualTo(2);
    assertThat(side.prompts()).as("one PIN for signing and opening").isEqualTo(1);
    assertThat(card.triesLeft()).isEqualTo(3);
  }

  @Test
  void withoutTheCardTheMailWaitsAndPassesWhenItIsBack() throws Exception {
    installWithCard("policy.encrypt = required");
    knowMyself();
    send("first").succeeds();

    cards.reader(0).eject();
    awaitState(TokenState.ABSENT);
    Programs.Run refused = send("second");
    assertThat(refused.status()).isNotZero();
    assertThat(refused.output()).containsPattern("< 4\\d\\d .*card");
    assertThat(fetch().output()).contains("-ERR [SYS/TEMP]");

    cards.reader(1).insert(card);
    awaitState(TokenState.LOCKED);
    assertThat(fetch().succeeds().output()).contains("to myself");
    send("second").succeeds();
    assertThat(side.prompts()).as("the session ended with the removal").isEqualTo(2);
  }

  @Test
  void afterARestartWithoutTheCardItsMailStillWaitsForIt() throws Exception {
    installWithCard("policy.encrypt = required");
    knowMyself();
    send("first").succeeds();
    side.agent().close();
    cards.reader(0).eject();
    side.startAgent();
    awaitState(TokenState.ABSENT);

    assertThat(fetch().output()).contains("-ERR [SYS/TEMP]");
  }

  @Test
  void whatOnlyAForgottenCardCouldOpenIsPassedOnClosedUntilItIsPutInAgain() throws Exception {
    installWithCard("policy.encrypt = required");
    knowMyself();
    send("first").succeeds();
    cards.reader(0).eject();
    cards.reader(1).insert(VirtualCard.of(OTHER));
    awaitState(TokenState.ABSENT);
    assertThat(fetch().output()).contains("-ERR [SYS/TEMP]", "sealpost card forget");

    String serial = absent();
    assertThat(side.run("card", "forget", serial).status()).isZero();
    assertThat(fetch().succeeds().output()).contains("X-Sealpost-Encryption: failed");
    assertThat(side.run("card", "forget", serial).status()).as("a second time").isNotZero();

    side.agent().close();
    cards.reader(1).eject();
    side.startAgent();
    cards.reader(0).insert(card);
    awaitState(TokenState.LOCKED);
    assertThat(fetch().succeeds().output()).contains("to myself");
  }

  /** The serial of the card that is in no reader. */
  private String absent() throws Exception {
    try (CardAgent agent =
        new CardAgentClient(folder.resolve("ming/run/agent.sock"), "test", SOON)) {
      return agent.tokens().stream()
          .filter(token -> token.state() == TokenState.ABSENT)
          .findFirst()
          .orElseThrow()
          .id();
    }
  }

  @Test
  void aCardPulledInTheMiddleOfASignatureLeavesTheMailWithTheClient() throws Exception {
    installWithCard();
    card.ejectDuringNextOperation();

    Programs.Run refused = send("pulled");
    assertThat(refused.status()).isNotZero();
    assertThat(refused.output()).containsPattern("< 4\\d\\d ");
    assertThat(stored()).isZero();

    cards.reader(0).insert(card);
    awaitState(TokenState.LOCKED);
    send("pulled").succeeds();
    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void anotherPersonsCardOpensAndSignsNothingOfMine() throws Exception {
    installWithCard("policy.encrypt = required");
    knowMyself();
    send("mine").succeeds();
    VirtualCard others = VirtualCard.of(OTHER);
    cards.reader(0).eject();
    cards.reader(0).insert(others);
    awaitState(TokenState.ABSENT);
    awaitState(TokenState.LOCKED);

    assertThat(fetch().output()).contains("-ERR [SYS/TEMP]");
    assertThat(send("not mine").status()).isNotZero();
    assertThat(others.operations()).isZero();
    assertThat(others.verifyCount()).isZero();
  }

  @Test
  void pcscdMayComeLateAndGoAndComeBack() throws Exception {
    install();
    assertThat(send("no service").output()).containsPattern("< 4\\d\\d .*card");
    cards.start();
    cards.reader(0).insert(card);
    awaitState(TokenState.LOCKED);
    send("late").succeeds();

    cards.restart();
    awaitState(TokenState.LOCKED);
    send("again").succeeds();
    assertThat(stored()).isEqualTo(2);
  }

  @Test
  void aSlowCardIsWaitedFor() throws Exception {
    installWithCard();
    card.delay(Duration.ofMillis(500));
    send("slow").succeeds();
    assertThat(card.operations()).isEqualTo(1);
  }

  @Test
  void aCardPulledWhileAnotherOfTheSameModuleWorksIsToldOfAtOnce() throws Exception {
    installWithCard();
    VirtualCard others = VirtualCard.of(OTHER);
    cards.reader(1).insert(others);
    BlockingQueue<TokenEvent> events = new LinkedBlockingQueue<>();
    try (CardAgent agent =
        new CardAgentClient(folder.resolve("ming/run/agent.sock"), "test", SOON)) {
      agent.onEvent(events::add);
      TokenInfo mine = unlocked(agent, cards.reader(0).name());
      TokenInfo theirs = unlocked(agent, cards.reader(1).name());
      card.delay(Duration.ofSeconds(8));
      CompletableFuture<byte[]> signature = signing(agent, mine);
      await(() -> card.operations() == 1);

      cards.reader(1).eject();
      await(
          () ->
              events.stream()
                  .map(TokenEvent::token)
                  .anyMatch(t -> t.id().equals(theirs.id()) && t.state() == TokenState.ABSENT));
      assertThat(signature).as("the other card still works").isNotDone();
      assertThat(signature.get(SOON.toSeconds(), TimeUnit.SECONDS)).isNotEmpty();
      assertThat(tokenIn(agent, cards.reader(0).name()).orElseThrow().state())
          .isEqualTo(TokenState.UNLOCKED);
    }
  }

  private TokenInfo unlocked(CardAgent agent, String reader) throws Exception {
    await(() -> tokenIn(agent, reader).filter(t -> !t.certificates().isEmpty()).isPresent());
    TokenInfo locked = tokenIn(agent, reader).orElseThrow();
    return agent.unlock(locked.id(), Purpose.unlock(""), SOON);
  }

  private static Optional<TokenInfo> tokenIn(CardAgent agent, String reader) throws CardException {
    return agent.tokens().stream().filter(t -> t.reader().equals(reader)).findFirst();
  }

  private static CompletableFuture<byte[]> signing(CardAgent agent, TokenInfo token) {
    String key =
        token.certificates().stream()
            .filter(c -> c.purposes().contains(KeyPurpose.SIGN))
            .findFirst()
            .orElseThrow()
            .keyId();
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return agent.sign(
                new KeyRef(token.id(), key),
                new SignatureAlgorithm(SignatureAlgorithm.Scheme.RSA_PKCS1, DigestAlgorithm.SHA256),
                new byte[32],
                Purpose.signMail(MING, MING),
                SOON);
          } catch (CardException e) {
            throw new IllegalStateException(e);
          }
        },
        task -> Thread.ofPlatform().daemon().start(task));
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + SOON.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.sleep(20);
    }
  }
}
