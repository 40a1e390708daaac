package org.sealpost.journal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.sealpost.store.Store;
import org.sealpost.store.StoreTrouble;
import org.sealpost.store.WriteQueue;
import org.sealpost.verdicts.MessageId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The record of mails that were sent or refused, in the store. The mail client does not wait for it
 * to be written, so what came just before a power failure can be missing. Closing writes what is
 * left. Thread-safe.
 *
 * <p>Reading fails with a {@link org.sealpost.store.StoreException}, or one of Jdbi's, where the
 * store cannot be used.
 */
public final class SentMails implements AutoCloseable {
  /** At some 500 bytes each about 100 MB; above that the oldest go early. */
  static final int MAX_MAILS = 200_000;

  private static final Logger LOG = LoggerFactory.getLogger(SentMails.class);

  private static final int MAX_WAITING = 200;
  private static final Duration GRACE = Duration.ofSeconds(15);
  private static final int MAILS_BETWEEN_PRUNING = 100;

  private final Store store;
  private final Duration history;
  private final InstantSource clock;
  private final int bound;
  private final WriteQueue<SentMail> queue;
  // Only the queue's thread touches it.
  private int untilPruning;

  /**
   * A record.
   *
   * @param history for how long; zero to keep nothing
   */
  public SentMails(Store store, Duration history, InstantSource clock) {
    this(store, history, clock, MAX_MAILS);
  }

  SentMails(Store store, Duration history, InstantSource clock, int bound) {
    this.store = store;
    this.history = history;
    this.clock = clock;
    this.bound = bound;
    this.queue = new WriteQueue<>("sent mails", MAX_WAITING, GRACE, this::write);
  }

  /** Takes it in at once. What there is no room for is lost, and the log says so. */
  public void keep(SentMail mail) {
    if (!history.isZero() && !queue.offer(mail)) {
      LOG.warn("a sent mail is not recorded: the store takes too long, or is closed");
    }
  }

  private void write(List<SentMail> mails) {
    untilPruning -= mails.size();
    boolean prune = untilPruning < 0;
    try {
      store
          .jdbi()
          .useTransaction(
              handle -> {
                mails.forEach(mail -> SentMailTables.put(handle, mail));
                if (prune) {
                  SentMailTables.prune(handle, oldest(), bound);
                }
              });
      untilPruning = prune ? MAILS_BETWEEN_PRUNING : untilPruning;
    } catch (RuntimeException e) {
      LOG.warn("sent mails are not recorded: {}", StoreTrouble.of(e));
    }
  }

  private Instant oldest() {
    return clock.instant().minus(history);
  }

  /** Waits until all that was taken in is written, or has failed. */
  void flush() {
    queue.flush();
  }

  /** The last ones, the newest first; none that is older than the time for which they are kept. */
  public List<SentMail> last(int count) {
    return store.reading().withHandle(handle -> SentMailTables.last(handle, oldest(), count));
  }

  /**
   * As {@link #last}, of one mail: the tries to send it.
   *
   * @param messageId with or without angle brackets
   */
  public List<SentMail> of(String messageId, int count) {
    String plain = MessageId.plain(messageId);
    return store.reading().withHandle(handle -> of(handle, plain, count));
  }

  /** As {@link #of(String, int)}, but only those tries whose client was told at this time. */
  public List<SentMail> of(String messageId, Instant time, int count) {
    String plain = MessageId.plain(messageId);
    return store
        .reading()
        .withHandle(handle -> SentMailTables.of(handle, plain, time, oldest(), count));
  }

  /**
   * As {@link #last}, of those that are looked for.
   *
   * @param offset how many of the newest are left out
   */
  public List<SentMail> find(SentSearch search, int offset, int count) {
    return store
        .reading()
        .withHandle(handle -> SentMailTables.find(handle, search, oldest(), offset, count));
  }

  /** As {@link #find}: the mails that were not sent, for whatever reason, each once. */
  public List<RefusedMail> refused(int offset, int count) {
    return store
        .reading()
        .withHandle(handle -> SentMailTables.refused(handle, oldest(), offset, count));
  }

  private List<SentMail> of(Handle handle, String messageId, int count) {
    return SentMailTables.of(handle, messageId, oldest(), count);
  }

  @Override
  public void close() {
    queue.close();
  }
}
