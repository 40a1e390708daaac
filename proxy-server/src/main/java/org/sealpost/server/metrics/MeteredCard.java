package org.sealpost.server.metrics;

import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.KeyRef;
import org.sealpost.card.api.KeyTransport;
import org.sealpost.card.api.ModuleReport;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.api.SignatureAlgorithm;
import org.sealpost.card.api.TokenEvent;
import org.sealpost.card.api.TokenInfo;

/** An agent whose answers are timed and counted by what they are. Thread-safe as the agent is. */
public final class MeteredCard implements CardAgent {
  private final CardAgent agent;
  private final MeterProvider<Timer> calls;

  /** The same agent, measured; closing closes it. */
  public MeteredCard(CardAgent agent, MeterRegistry meters) {
    this.agent = agent;
    this.calls =
        Timer.builder("sealpost.card.operations")
            .description(
                "Calls to the card-agent by operation and outcome: ok, or the kind of failure; an"
                    + " unlock takes as long as the user needs for the PIN, pin-pending is a mail"
                    + " that did not wait longer")
            .withRegistry(meters);
  }

  private interface Call<T> {
    T run() throws CardException;
  }

  private <T> T timed(String operation, Call<T> call) throws CardException {
    long start = System.nanoTime();
    String outcome = "fault";
    try {
      T result = call.run();
      outcome = "ok";
      return result;
    } catch (CardException e) {
      outcome = e.error().name().toLowerCase(Locale.ROOT).replace('_', '-');
      throw e;
    } finally {
      calls
          .withTags("operation", operation, "outcome", outcome)
          .record(Duration.ofNanos(System.nanoTime() - start));
    }
  }

  @Override
  public List<TokenInfo> tokens() throws CardException {
    return timed("tokens", agent::tokens);
  }

  @Override
  public List<ModuleReport> modules() throws CardException {
    return timed("modules", agent::modules);
  }

  @Override
  public TokenInfo unlock(String tokenId, Purpose purpose, Duration wait) throws CardException {
    return timed("unlock", () -> agent.unlock(tokenId, purpose, wait));
  }

  @Override
  public void lock() throws CardException {
    Void _ =
        timed(
            "lock",
            () -> {
              agent.lock();
              return null;
            });
  }

  @Override
  public void forget(String tokenId) throws CardException {
    Void _ =
        timed(
            "forget",
            () -> {
              agent.forget(tokenId);
              return null;
            });
  }

  @Override
  public byte[] sign(
      KeyRef key, SignatureAlgorithm algorithm, byte[] digest, Purpose purpose, Duration wait)
      throws CardException {
    return timed("sign", () -> agent.sign(key, algorithm, digest, purpose, wait));
  }

  @Override
  public byte[] decrypt(
      KeyRef key,
      KeyTransport algorithm,
      byte[] wrappedKey,
      int expectedLength,
      Purpose purpose,
      Duration wait)
      throws CardException {
    return timed(
        "decrypt", () -> agent.decrypt(key, algorithm, wrappedKey, expectedLength, purpose, wait));
  }

  @Override
  public byte[] agree(KeyRef key, byte[] ephemeralPublicKey, Purpose purpose, Duration wait)
      throws CardException {
    return timed("agree", () -> agent.agree(key, ephemeralPublicKey, purpose, wait));
  }

  @Override
  public void onEvent(Consumer<TokenEvent> listener) {
    agent.onEvent(listener);
  }

  @Override
  public void close() {
    agent.close();
  }
}
