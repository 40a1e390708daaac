package org.sealpost.book;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.sealpost.smime.SignatureCheck;
import org.sealpost.store.StoreTrouble;
import org.sealpost.store.WriteQueue;
import org.sealpost.trust.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes certificates out of verified mails without making a mail wait until they are on the disk,
 * or until another process is done with the store; one thread writes them to the book. Closing
 * writes what is left. Thread-safe.
 */
public final class HarvestQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HarvestQueue.class);

  private static final int MAX_WAITING = 200;
  private static final Duration GRACE = Duration.ofSeconds(15);

  private final WriteQueue<Waiting> queue =
      new WriteQueue<>("harvest", MAX_WAITING, GRACE, HarvestQueue::write);

  private record Waiting(CertificateBook book, Harvest.Find find) {}

  /**
   * As {@link CertificateBook#harvest}: what is to be kept is found at once, and written soon. What
   * there is no room for is lost until the sender's next mail, and the log says so.
   */
  public void harvest(
      CertificateBook book,
      SignatureCheck signature,
      Verdict verdict,
      String address,
      String messageId,
      Instant now) {
    book.find(signature, verdict, address, messageId, now)
        .map(find -> new Waiting(book, find))
        .filter(waiting -> !queue.offer(waiting))
        .ifPresent(
            waiting -> {
              LOG.warn(
                  "a sender's certificate is not kept: the store takes too long, or is closed");
              LOG.debug("it was that of {}", waiting.find().sighting().address());
            });
  }

  private static void write(List<Waiting> batch) {
    for (Waiting waiting : batch) {
      try {
        waiting.book().keep(waiting.find());
      } catch (RuntimeException e) {
        LOG.warn("a sender's certificate is not kept: {}", StoreTrouble.of(e));
        LOG.debug("it was that of {}", waiting.find().sighting().address(), e);
      }
    }
  }

  /** Waits until all that was taken in is written, or has failed. */
  void flush() {
    queue.flush();
  }

  @Override
  public void close() {
    queue.close();
  }
}
