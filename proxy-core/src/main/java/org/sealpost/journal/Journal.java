package org.sealpost.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.sealpost.failure.Words;
import org.sealpost.policy.Recipient;
import org.sealpost.store.Store;
import org.sealpost.store.StoreTrouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers, for a time, which recipients of which mail the real server has taken, so that a mail
 * client that sends the same mail again, because a reply was lost or only some recipients got it,
 * completes what is missing and has nothing delivered twice.
 *
 * <p>Each recipient of a mail is first planned; <em>being sent</em> from before the last dot is
 * said to the real server; and accepted once its 2xx is known. Each step is on the disk before the
 * next is taken: the store commits with SQLite's {@code synchronous = FULL}, which waits for the
 * disk at each commit of its write-ahead log, so a power failure loses none. A mail that is found
 * being sent was interrupted between its last dot and the reply; it is sent again, since a second
 * copy with the same Message-ID is better than none (RFC 5321 §6.1).
 *
 * <p>One mail is under way once at a time, in this process and in all that use the store; who comes
 * second waits for the first. At most {@link #MAX_MAILS} are remembered. Thread-safe.
 */
public final class Journal implements AutoCloseable {
  /** At some 300 bytes each about 30 MB. When there are more the oldest are forgotten early. */
  static final int MAX_MAILS = 100_000;

  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final Words WORDS = Words.beside(Journal.class);

  /** How long a mail client waits for its other session; most give up after a minute. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
  private static final int MAILS_BETWEEN_PRUNING = 100;

  private final Store store;
  private final Path presenceFile;
  private final Duration remember;
  private final InstantSource clock;
  private final Duration patience;
  private final int bound;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // The lock guards these.
  private final Set<MailIdentity> underWay = new HashSet<>();
  private final Set<MailIdentity> askedForMeanwhile = new HashSet<>();
  private Optional<Presence> presence = Optional.empty();
  private int untilPruning;

  /**
   * A journal. Nothing is opened before the first mail.
   *
   * @param presenceFile a file by which processes that share the store know each other; always
   *     empty
   * @param remember how long; zero to remember nothing
   */
  public Journal(Store store, Path presenceFile, Duration remember, InstantSource clock) {
    this(store, presenceFile, remember, clock, PATIENCE, MAX_MAILS);
  }

  Journal(
      Store store,
      Path presenceFile,
      Duration remember,
      InstantSource clock,
      Duration patience,
      int bound) {
    this.store = store;
    this.presenceFile = presenceFile;
    this.remember = remember;
    this.clock = clock;
    this.patience = patience;
    this.bound = bound;
  }

  /** For how long. */
  public Duration remember() {
    return remember;
  }

  /**
   * Begins to send a mail, or to complete it. Waits for whoever sends it now.
   *
   * @param recipients as RCPT has them
   * @return empty if it was still being sent elsewhere after half a minute
   */
  public Optional<Sending> begin(MailIdentity mail, List<String> recipients) {
    if (remember.isZero()) {
      return Optional.of(new Sending(this, mail, Sending.Memory.OFF));
    }
    long deadline = System.nanoTime() + patience.toNanos();
    boolean begun = false;
    boolean entered = false;
    try {
      entered = enter(mail, deadline);
      Optional<Sending> sending = entered ? claim(mail, recipients, deadline) : Optional.empty();
      begun = sending.isPresent();
      return sending;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      if (entered && !begun) {
        leave(mail);
      }
    }
  }

  private boolean enter(MailIdentity mail, long deadline) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!underWay.add(mail)) {
        askedForMeanwhile.add(mail);
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** A mail is not under way any more. Returns whether others came for it meanwhile. */
  boolean leave(MailIdentity mail) {
    lock.lock();
    try {
      underWay.remove(mail);
      changed.signalAll();
      return askedForMeanwhile.remove(mail);
    } finally {
      lock.unlock();
    }
  }

  private Optional<Sending> claim(MailIdentity mail, List<String> recipients, long deadline)
      throws InterruptedException {
    Set<String> comparable = new HashSet<>();
    recipients.forEach(recipient -> comparable.add(Recipient.comparable(recipient)));
    try {
      Presence self = presence();
      while (true) {
        Optional<JournalTables.Claim> claim =
            store
                .jdbi()
                .inTransaction(
                    handle ->
                        JournalTables.claim(
                            handle, self, mail, comparable, clock.instant(), remember));
        if (claim.isPresent() || System.nanoTime() - deadline > 0) {
          return claim.map(it -> new Sending(this, mail, it));
        }
        TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
      }
    } catch (RuntimeException | IOException e) {
      LOG.warn(WORDS.text("unread", StoreTrouble.of(e)));
      return Optional.of(new Sending(this, mail, Sending.Memory.FAILING));
    }
  }

  private Presence presence() throws IOException {
    lock.lock();
    try {
      if (presence.isEmpty()) {
        // The store makes the folder.
        store.jdbi();
        presence = Optional.of(Presence.in(presenceFile));
      }
      return presence.get();
    } finally {
      lock.unlock();
    }
  }

  /** Returns false if it could not be noted, or if the mail is forgotten. */
  boolean note(long id, List<String> recipients, String state, Optional<String> reply) {
    Instant now = clock.instant();
    try {
      boolean noted =
          store
              .jdbi()
              .inTransaction(
                  handle -> {
                    boolean all = JournalTables.note(handle, id, recipients, state, now, reply);
                    if (!all) {
                      handle.rollback();
                    }
                    return all;
                  });
      if (!noted) {
        LOG.warn(WORDS.text("forgotten"));
      }
      return noted;
    } catch (RuntimeException e) {
      LOG.warn(WORDS.text("unwritten", StoreTrouble.of(e)));
      return false;
    }
  }

  /** Gives a mail back to all who use the store. */
  void release(long id) {
    Instant now = clock.instant();
    boolean prune = isPruningDue();
    try {
      store
          .jdbi()
          .useTransaction(
              handle -> {
                JournalTables.release(handle, id, now);
                if (prune) {
                  JournalTables.prune(handle, now, remember, bound);
                }
              });
    } catch (RuntimeException e) {
      LOG.warn(WORDS.text("unwritten", StoreTrouble.of(e)));
    }
  }

  /** Forgets a mail, unless somebody sends it. */
  void forget(MailIdentity mail, long id) {
    if (!enterAtOnce(mail)) {
      return;
    }
    try {
      store.jdbi().useHandle(handle -> JournalTables.forget(handle, id));
    } catch (RuntimeException e) {
      LOG.warn(WORDS.text("unforgotten", remember.toMinutes(), StoreTrouble.of(e)));
    } finally {
      leave(mail);
    }
  }

  private boolean enterAtOnce(MailIdentity mail) {
    lock.lock();
    try {
      return underWay.add(mail);
    } finally {
      lock.unlock();
    }
  }

  private boolean isPruningDue() {
    lock.lock();
    try {
      untilPruning--;
      if (untilPruning < 0) {
        untilPruning = Math.min(MAILS_BETWEEN_PRUNING, bound / 10);
        return true;
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** To other processes this one is gone then. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (presence.isPresent()) {
        presence.get().close();
        presence = Optional.empty();
      }
    } catch (IOException e) {
      LOG.debug("the presence could not be closed", e);
    } finally {
      lock.unlock();
    }
  }
}
