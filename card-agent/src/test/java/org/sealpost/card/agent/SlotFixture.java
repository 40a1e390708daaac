package org.sealpost.card.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.DigestAlgorithm;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.api.SignatureAlgorithm;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.TokenState;

/** A token in its slot, a prompt that the test answers, and a clock that it sets. */
abstract class SlotFixture {
  static final Duration WAIT = Duration.ofSeconds(30);
  static final Duration IDLE = Duration.ofMinutes(30);
  static final Purpose SIGN = Purpose.signMail("ming@example.tw", "mei@example.tw");
  static final Purpose OPEN = Purpose.openMail("ming@example.tw", "mei@example.tw");
  static final Purpose UNLOCK = Purpose.unlock("");
  static final byte[] DIGEST = new byte[32];

  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  final List<TokenState> events = Collections.synchronizedList(new ArrayList<>());
  final ScriptedPrompt prompt = new ScriptedPrompt();
  final PinDesk desk = new PinDesk(List.of(prompt));
  @TempDir Path folder;
  final FakeToken token = new FakeToken("one");
  TokenSlot slot;
  final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  TokenSlot slot(FakeToken token) {
    return slot(token, desk);
  }

  TokenSlot slot(FakeToken token, PinDesk desk) {
    return new TokenSlot(
        token,
        new PinGuard(token, new FailureLedger(folder.resolve("cards")), 3),
        desk,
        () -> IDLE,
        now::get,
        (TokenInfo info) -> events.add(info.state()));
  }

  @BeforeEach
  void open() {
    slot = slot(token);
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    desk.close();
  }

  void passes(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  byte[] sign(Purpose purpose, Duration wait) throws CardException {
    SignatureAlgorithm algorithm =
        new SignatureAlgorithm(SignatureAlgorithm.Scheme.ECDSA, DigestAlgorithm.SHA256);
    return slot.use(purpose, wait, t -> t.sign("key", algorithm, DIGEST));
  }

  static CardException failure(CardError error, ThrowingCallable call) {
    CardException[] caught = new CardException[1];
    assertThatExceptionOfType(CardException.class)
        .isThrownBy(call)
        .satisfies(e -> caught[0] = e)
        .satisfies(e -> assertThat(e.error()).isEqualTo(error));
    return caught[0];
  }
}
