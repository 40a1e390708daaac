package org.sealpost.card.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sealpost.card.agent.PinPrompt.Answer;
import org.sealpost.card.agent.PinPrompt.Question;
import org.sealpost.card.agent.PinPrompt.Remark;
import org.sealpost.card.api.Told;
import org.sealpost.card.api.Words;

/**
 * Where PINs are asked for: one prompt at a time over all tokens, each way to ask in its turn until
 * one is open. Safe for use by several threads.
 */
final class PinDesk implements AutoCloseable {
  /** How often a PIN that is not to be sent is asked for again, while the user sits there. */
  static final int ROUNDS = 5;

  private static final Duration LAST_PROMPT_ENDS = Duration.ofSeconds(5);

  /** A way that is not open says so in less time; a reader's pad waits for it unnoticed. */
  private static final Duration NOTICE_APPEARS = Duration.ofMillis(500);

  private volatile BooleanSupplier isUpStale = () -> false;
  private volatile List<PinPrompt> prompts;
  private final Words words = Words.beside(PinDesk.class);
  private final ExecutorService queue =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("pin-prompt").factory());
  private final ExecutorService notices =
      Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("pad-notice").factory());

  /**
   * @param prompts the preferred one first
   */
  PinDesk(List<PinPrompt> prompts) {
    this.prompts = List.copyOf(prompts);
  }

  /** The desk with the configured ways to ask. */
  static PinDesk of(AgentSettings settings) {
    return new PinDesk(prompts(settings));
  }

  /** Asks in the ways that these settings name from now on; a prompt that is up is taken away. */
  void use(AgentSettings settings) {
    List<PinPrompt> before = prompts;
    prompts = prompts(settings);
    before.forEach(PinPrompt::withdraw);
  }

  private static List<PinPrompt> prompts(AgentSettings settings) {
    Locale language = settings.language();
    return settings.pinPrompt().stream()
        .map(
            kind ->
                switch (kind) {
                  case PINENTRY -> (PinPrompt) new PinentryPrompt(settings.pinentry(), language);
                  case DIALOG ->
                      new PinentryPrompt(() -> DialogProgram.find(System.getenv()), language);
                  case TERMINAL -> new TerminalPrompt(language);
                })
        .toList();
  }

  /**
   * Queues a question. The handler gets the answer on the desk's thread, and the next question
   * waits until it returns.
   *
   * @param stale whether the question has come to nothing: it is then not asked, or taken away by
   *     {@link #withdrawStale}
   * @param objection why a PIN is not to be used: it is wiped, and the question asked again with
   *     the remark, up to {@link #ROUNDS} times in all; the last answer goes to the handler as it
   *     is
   */
  CompletableFuture<Void> ask(
      Question question,
      BooleanSupplier stale,
      Function<Pin, Optional<Remark>> objection,
      Consumer<Answer> handler) {
    return enqueue(question, stale, asked -> handler.accept(converse(asked, objection)), handler);
  }

  /**
   * Queues a notice that the PIN is to be typed on the reader's pad. When it is up the login runs,
   * on the desk's thread, and when that returns the notice goes away.
   *
   * @param handler hears how the notice ended: at the latest when the login has returned, before
   *     that if the user closed it or it cannot be shown
   */
  CompletableFuture<Void> askOnPad(
      Question question, BooleanSupplier stale, Runnable login, Consumer<Answer> handler) {
    return enqueue(question, stale, asked -> onPad(asked, login, handler), handler);
  }

  /** Takes away the prompt that is up if its question has come to nothing. */
  void withdrawStale() {
    if (isUpStale.getAsBoolean()) {
      prompts.forEach(PinPrompt::withdraw);
    }
  }

  /** Takes away the prompt that is up and those that wait. */
  @Override
  public void close() {
    queue.shutdownNow();
    prompts.forEach(PinPrompt::withdraw);
    try {
      // A terminal prompt needs the time to put the terminal's settings back.
      boolean _ = queue.awaitTermination(LAST_PROMPT_ENDS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    notices.shutdownNow();
  }

  private CompletableFuture<Void> enqueue(
      Question question, BooleanSupplier stale, Consumer<Question> work, Consumer<Answer> handler) {
    long deadline = System.nanoTime() + question.patience().toNanos();
    try {
      return CompletableFuture.runAsync(
          () -> {
            isUpStale = stale;
            try {
              if (stale.getAsBoolean()) {
                handler.accept(new Answer.Cancelled());
              } else {
                work.accept(until(question, deadline));
              }
            } finally {
              isUpStale = () -> false;
            }
          },
          queue);
    } catch (RejectedExecutionException e) {
      handler.accept(new Answer.Cancelled());
      return CompletableFuture.completedFuture(null);
    }
  }

  private static Question until(Question question, long deadline) {
    return question.with(Duration.ofNanos(deadline - System.nanoTime()));
  }

  private Answer converse(Question question, Function<Pin, Optional<Remark>> objection) {
    long deadline = System.nanoTime() + question.patience().toNanos();
    Question next = question;
    for (int round = 1; ; round++) {
      Answer answer = answer(until(next, deadline));
      if (!(answer instanceof Answer.Given(Pin pin)) || round == ROUNDS) {
        return answer;
      }
      Optional<Remark> remark = objection.apply(pin);
      if (remark.isEmpty()) {
        return answer;
      }
      pin.close();
      next = next.with(remark.get());
    }
  }

  private Answer answer(Question question) {
    if (!question.patience().isPositive()) {
      return new Answer.TimedOut();
    }
    List<Told> reasons = new ArrayList<>();
    for (PinPrompt prompt : prompts) {
      Answer answer = prompt.ask(question);
      if (!(answer instanceof Answer.Unavailable(Told reason))) {
        return answer;
      }
      reasons.add(reason);
    }
    return unavailable(reasons);
  }

  private void onPad(Question question, Runnable login, Consumer<Answer> handler) {
    if (!question.patience().isPositive()) {
      handler.accept(new Answer.TimedOut());
      return;
    }
    List<Told> reasons = new ArrayList<>();
    for (PinPrompt prompt : prompts) {
      CompletableFuture<Answer> notice =
          CompletableFuture.supplyAsync(() -> prompt.notice(question), notices);
      Optional<Answer> early = early(notice);
      if (early.isEmpty()) {
        CompletableFuture<Void> heard = notice.thenAccept(handler);
        try {
          login.run();
        } finally {
          prompt.withdraw();
        }
        heard.join();
        return;
      }
      if (!(early.get() instanceof Answer.Unavailable(Told reason))) {
        handler.accept(early.get());
        return;
      }
      reasons.add(reason);
    }
    handler.accept(unavailable(reasons));
  }

  /** How the notice ended, if it did before it can be said to be up. */
  private static Optional<Answer> early(CompletableFuture<Answer> notice) {
    try {
      return Optional.of(notice.get(NOTICE_APPEARS.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(new Answer.Cancelled());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private Answer unavailable(List<Told> reasons) {
    return new Answer.Unavailable(
        reasons.stream().reduce(Told::then).orElseGet(() -> words.told("prompt.none-configured")));
  }
}
