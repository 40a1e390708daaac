package org.sealpost.card.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.sealpost.card.agent.PinPrompt.Answer;
import org.sealpost.card.agent.PinPrompt.Question;
import org.sealpost.card.api.Words;

/**
 * Where PINs are asked for: one prompt at a time over all tokens, each way to ask in its turn until
 * one is open. Safe for use by several threads.
 */
final class PinDesk implements AutoCloseable {
  private static final Duration LAST_PROMPT_ENDS = Duration.ofSeconds(5);

  private final List<PinPrompt> prompts;
  private final Words words = Words.beside(PinDesk.class);
  private final ExecutorService queue =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("pin-prompt").factory());

  /**
   * @param prompts the preferred one first
   */
  PinDesk(List<PinPrompt> prompts) {
    this.prompts = List.copyOf(prompts);
  }

  /** The desk with the configured ways to ask. */
  static PinDesk of(AgentSettings settings) {
    return new PinDesk(
        settings.pinPrompt().stream()
            .map(
                kind ->
                    switch (kind) {
                      case PINENTRY -> (PinPrompt) new PinentryPrompt(settings.pinentry());
                      case TERMINAL -> new TerminalPrompt();
                    })
            .toList());
  }

  /**
   * Queues a question. The handler gets the answer on the desk's thread, and the next question
   * waits until it returns.
   */
  CompletableFuture<Void> ask(Question question, Consumer<Answer> handler) {
    long queued = System.nanoTime();
    try {
      return CompletableFuture.runAsync(
          () -> handler.accept(answer(less(question, System.nanoTime() - queued))), queue);
    } catch (RejectedExecutionException e) {
      handler.accept(new Answer.Cancelled());
      return CompletableFuture.completedFuture(null);
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
  }

  private static Question less(Question question, long nanos) {
    return new Question(
        question.label(),
        question.reader(),
        question.purpose(),
        question.lastWrong(),
        question.patience().minusNanos(nanos));
  }

  private Answer answer(Question question) {
    if (!question.patience().isPositive()) {
      return new Answer.TimedOut();
    }
    List<String> reasons = new ArrayList<>();
    for (PinPrompt prompt : prompts) {
      Answer answer = prompt.ask(question);
      if (!(answer instanceof Answer.Unavailable unavailable)) {
        return answer;
      }
      reasons.add(unavailable.reason());
    }
    return new Answer.Unavailable(
        Optional.of(String.join(" ", reasons))
            .filter(text -> !text.isEmpty())
            .orElseGet(() -> words.text("prompt.none-configured")));
  }
}
