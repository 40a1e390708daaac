package org.sealpost.card.agent;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.sealpost.card.api.AgentService;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.KeyRef;
import org.sealpost.card.api.ModuleReport;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.Told;
import org.sealpost.card.api.Words;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client asks: checks that the request is whole, runs it on a thread of its own and within
 * its deadline. Nothing is answered before {@code hello}. When too many requests are under way the
 * next is not read until one is done.
 */
final class AgentRequests implements AgentService {
  /** Work that fails with a CardException. */
  private interface Work<T> {
    T run() throws CardException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(AgentRequests.class);
  private static final int AT_ONCE = 256;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
  private static final Duration OPERATION = Duration.ofSeconds(60);

  private final TokenSlots slots;
  private final ExecutorService workers;
  private final Words words = Words.beside(AgentRequests.class);
  private final Semaphore room = new Semaphore(AT_ONCE);
  private volatile boolean greeted;

  AgentRequests(TokenSlots slots, ExecutorService workers) {
    this.slots = slots;
    this.workers = workers;
  }

  boolean greeted() {
    return greeted;
  }

  @Override
  public CompletableFuture<Greeting> hello(Hello hello) {
    if (hello == null) {
      return failed(badRequest());
    }
    if (hello.version() != VERSION) {
      return failed(
          new CardException(
              CardError.VERSION_MISMATCH, words.told("hello.version", hello.version(), VERSION)));
    }
    greeted = true;
    LOG.debug("hello from {}", PromptText.harmless(String.valueOf(hello.client())));
    return CompletableFuture.completedFuture(new Greeting(VERSION));
  }

  @Override
  public CompletableFuture<List<TokenInfo>> tokens() {
    return perform(0, true, slots::all);
  }

  @Override
  public CompletableFuture<List<ModuleReport>> modules() {
    return perform(0, true, slots::modules);
  }

  @Override
  public CompletableFuture<TokenInfo> unlock(Unlock r) {
    return perform(
        r == null ? 0 : r.waitMillis(),
        r != null && isWhole(r.purpose()) && r.tokenId() != null,
        () -> slots.slot(r.tokenId()).unlock(r.purpose(), patience(r.waitMillis())));
  }

  @Override
  public CompletableFuture<Void> lock() {
    return perform(
        0,
        true,
        () -> {
          slots.lock();
          return null;
        });
  }

  @Override
  public CompletableFuture<Void> forget(Forget r) {
    return perform(
        0,
        r != null && r.tokenId() != null,
        () -> {
          slots.forget(r.tokenId());
          return null;
        });
  }

  @Override
  public CompletableFuture<byte[]> sign(Sign r) {
    return perform(
        r == null ? 0 : r.waitMillis(),
        r != null
            && isWhole(r.key(), r.purpose())
            && r.digest() != null
            && r.algorithm() != null
            && r.algorithm().scheme() != null
            && r.algorithm().digest() != null,
        () ->
            slot(r.key())
                .use(
                    r.purpose(),
                    patience(r.waitMillis()),
                    token -> token.sign(r.key().keyId(), r.algorithm(), r.digest())));
  }

  @Override
  public CompletableFuture<byte[]> decrypt(Decrypt r) {
    return perform(
        r == null ? 0 : r.waitMillis(),
        r != null
            && isWhole(r.key(), r.purpose())
            && r.wrappedKey() != null
            && r.algorithm() != null
            && r.algorithm().padding() != null
            && r.algorithm().digest() != null
            && r.algorithm().mgf1Digest() != null
            && r.algorithm().label() != null,
        () ->
            slot(r.key())
                .use(
                    r.purpose(),
                    patience(r.waitMillis()),
                    token ->
                        token.decrypt(
                            r.key().keyId(), r.algorithm(), r.wrappedKey(), r.expectedLength())));
  }

  @Override
  public CompletableFuture<byte[]> agree(Agree r) {
    return perform(
        r == null ? 0 : r.waitMillis(),
        r != null && isWhole(r.key(), r.purpose()) && r.ephemeralPublicKey() != null,
        () ->
            slot(r.key())
                .use(
                    r.purpose(),
                    patience(r.waitMillis()),
                    token -> token.agree(r.key().keyId(), r.ephemeralPublicKey())));
  }

  /** The JSON-RPC error for what a request failed with; never a stack trace. */
  ResponseError error(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return switch (cause) {
      case ResponseErrorException e -> e.getResponseError();
      case CardException e -> error(e.error().code(), e.told());
      case TimeoutException _ -> error(CardError.TIMEOUT.code(), words.told("request.timeout"));
      default -> {
        LOG.error("a request failed", cause);
        yield error(ResponseErrorCode.InternalError.getValue(), words.told("request.failed"));
      }
    };
  }

  /** JSON-RPC 2.0 section 5.1: the message is English, the data the same in Traditional Chinese. */
  private static ResponseError error(int code, Told told) {
    return new ResponseError(code, told.english(), told.chinese());
  }

  private TokenSlot slot(KeyRef key) throws CardException {
    return slots.slot(key.tokenId());
  }

  private <T> CompletableFuture<T> perform(long waitMillis, boolean whole, Work<T> work) {
    if (!greeted) {
      return failed(
          new CardException(CardError.VERSION_MISMATCH, words.told("hello.missing", VERSION)));
    }
    if (!whole) {
      return failed(badRequest());
    }
    try {
      room.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed(new CardException(CardError.TIMEOUT, words.told("request.timeout")));
    }
    return CompletableFuture.supplyAsync(() -> result(work), workers)
        .whenComplete((_, _) -> room.release())
        .orTimeout(patience(waitMillis).plus(OPERATION).toMillis(), TimeUnit.MILLISECONDS);
  }

  private static <T> T result(Work<T> work) {
    try {
      return work.run();
    } catch (CardException e) {
      throw new CompletionException(e);
    }
  }

  private CardException badRequest() {
    return new CardException(CardError.BAD_REQUEST, words.told("request.incomplete"));
  }

  private static <T> CompletableFuture<T> failed(CardException failure) {
    return CompletableFuture.failedFuture(failure);
  }

  private static Duration patience(long millis) {
    return Duration.ofMillis(Math.clamp(millis, 0, LONGEST_WAIT.toMillis()));
  }

  private static boolean isWhole(KeyRef key, Purpose purpose) {
    return key != null && key.tokenId() != null && key.keyId() != null && isWhole(purpose);
  }

  private static boolean isWhole(Purpose purpose) {
    return purpose != null
        && purpose.kind() != null
        && Stream.of(purpose.account(), purpose.detail(), purpose.terminal())
            .allMatch(text -> text != null);
  }
}
