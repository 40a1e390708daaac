package org.sealpost.directory;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;
import org.sealpost.store.StoreTrouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The questions that are under way, each in a virtual thread of its own: who asks the same
 * meanwhile waits for the same answer. That a directory failed is remembered for some seconds, so
 * that a mail to many costs one wait. Thread-safe.
 */
final class Inquiries implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Inquiries.class);
  private static final Words WORDS = Words.beside(Inquiries.class);

  private static final Duration MOMENT = Duration.ofSeconds(2);

  /** Of one directory at a time. */
  private static final int MOST_AT_ONCE = 8;

  /** Failures that are remembered, at which older ones are looked for. */
  private static final int MANY = 1000;

  private final Duration failureLife;
  private final Map<Key, Inquiry> inquiries = new ConcurrentHashMap<>();
  private final Map<String, Semaphore> places = new ConcurrentHashMap<>();

  private record Key(String directory, String address) {}

  Inquiries(Duration failureLife) {
    this.failureLife = failureLife;
  }

  /** One question to one directory. */
  static final class Inquiry {
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final long begun = System.nanoTime();
    private volatile Thread worker = Thread.currentThread();

    private Inquiry() {}

    /** The answer, waited for no longer than until {@code patience} after the question. */
    Answer await(Duration patience) {
      try {
        long left = begun + patience.toNanos() - System.nanoTime();
        return answer.get(Math.max(left, 0), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        return new Answer.Failed(WORDS.phrase("slow"));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Answer.Failed(WORDS.phrase("stopped"));
      } catch (ExecutionException e) {
        throw new IllegalStateException("an inquiry ends with an answer", e);
      }
    }

    private boolean isOlderThan(Duration age) {
      return System.nanoTime() - begun > age.toNanos();
    }
  }

  /**
   * Asks, unless the same is asked already or failed just now. Returns at once.
   *
   * @param keep gets what was told, after those who wait for it
   */
  Inquiry ask(Directory directory, Question question, BiConsumer<Question, Answer.Told> keep) {
    Key key = new Key(directory.identity(), question.address());
    if (inquiries.size() > MANY) {
      inquiries.values().removeIf(this::isStale);
    }
    return inquiries.compute(
        key,
        (_, running) ->
            running != null && !isStale(running) ? running : begin(directory, question, key, keep));
  }

  private boolean isStale(Inquiry inquiry) {
    return inquiry.answer.isDone() && inquiry.isOlderThan(failureLife);
  }

  private Inquiry begin(
      Directory directory, Question question, Key key, BiConsumer<Question, Answer.Told> keep) {
    Inquiry inquiry = new Inquiry();
    inquiry.worker = Thread.startVirtualThread(() -> run(inquiry, directory, question, key, keep));
    return inquiry;
  }

  private void run(
      Inquiry inquiry,
      Directory directory,
      Question question,
      Key key,
      BiConsumer<Question, Answer.Told> keep) {
    Answer answer = answer(directory, question);
    inquiry.answer.complete(answer);
    switch (answer) {
      case Answer.Failed(Phrase reason) ->
          LOG.info(WORDS.text("log.failed", directory.name(), reason));
      case Answer.Told told -> {
        try {
          keep.accept(question, told);
        } catch (RuntimeException e) {
          LOG.warn(WORDS.text("log.not-kept", directory.name(), StoreTrouble.of(e)));
          LOG.debug("where it failed", e);
        } finally {
          inquiries.remove(key, inquiry);
        }
      }
    }
  }

  private Answer answer(Directory directory, Question question) {
    Semaphore place =
        places.computeIfAbsent(directory.identity(), _ -> new Semaphore(MOST_AT_ONCE));
    try {
      place.acquire();
    } catch (InterruptedException e) {
      return new Answer.Failed(WORDS.phrase("stopped"));
    }
    try {
      return directory.ask(question);
    } catch (RuntimeException e) {
      // What a server sent may upset a library; that must not look like silence.
      LOG.warn("directory {}", directory.name(), e);
      return new Answer.Failed(WORDS.phrase("trouble"));
    } finally {
      place.release();
    }
  }

  /** Gives up what is under way; what is being written to the store gets a moment for that. */
  @Override
  public void close() {
    List<Inquiry> left = List.copyOf(inquiries.values());
    left.stream().filter(it -> !it.answer.isDone()).forEach(it -> it.worker.interrupt());
    try {
      for (Inquiry inquiry : left) {
        inquiry.worker.join(MOMENT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
