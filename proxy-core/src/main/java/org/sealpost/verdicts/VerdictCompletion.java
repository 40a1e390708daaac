package org.sealpost.verdicts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.sealpost.store.StoreTrouble;
import org.sealpost.trust.CertificateTrust;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges mails again whose verdict lacked an answer that may come later, as it was still being
 * fetched or its server was down, on a thread of its own; also those of an earlier run. After a few
 * looks in vain a verdict stays as it is until the mail is opened again. Thread-safe.
 */
final class VerdictCompletion implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VerdictCompletion.class);

  /** A clock that was set, or a machine that slept, is noticed within this time. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private static final Duration GRACE = Duration.ofSeconds(15);
  private static final int AT_A_TIME = 50;

  private final VerdictHistory history;
  private final CertificateTrust trust;
  private final InstantSource clock;
  private final Consumer<KeptMail> judgedAgain;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;
  private boolean woken;
  private boolean closed;

  /** Does nothing before {@link #start}. */
  VerdictCompletion(
      VerdictHistory history,
      CertificateTrust trust,
      InstantSource clock,
      Consumer<KeptMail> judgedAgain) {
    this.history = history;
    this.trust = trust;
    this.clock = clock;
    this.judgedAgain = judgedAgain;
    this.thread = Thread.ofVirtual().name("verdict-completion").unstarted(this::run);
  }

  /** Begins; once. */
  void start() {
    thread.start();
  }

  /** Says that there is something new. */
  void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (!isClosed()) {
      Optional<Instant> next;
      try {
        next = pass();
      } catch (RuntimeException e) {
        LOG.warn("verdicts could not be completed, which is tried again: {}", StoreTrouble.of(e));
        next = Optional.of(clock.instant().plus(LONGEST_WAIT));
      }
      await(next);
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until then, or until there is something new; without a time for that alone. */
  private void await(Optional<Instant> next) {
    lock.lock();
    try {
      long nanoseconds = next.map(this::patience).orElse(Long.MAX_VALUE);
      while (!woken && !closed && nanoseconds > 0) {
        nanoseconds = changed.awaitNanos(nanoseconds);
      }
      woken = false;
    } catch (InterruptedException e) {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  private long patience(Instant next) {
    Duration left = Duration.between(clock.instant(), next);
    return (left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT).toNanos();
  }

  /** Judges all whose time has come; returns when the next one's has. */
  Optional<Instant> pass() {
    List<PendingMail> due = history.due(clock.instant(), AT_A_TIME);
    while (!due.isEmpty()) {
      for (PendingMail pending : due) {
        if (isClosed()) {
          return Optional.empty();
        }
        complete(pending);
      }
      due = history.due(clock.instant(), AT_A_TIME);
    }
    return history.nextLook();
  }

  private void complete(PendingMail pending) {
    KeptMail before = pending.mail();
    Instant now = clock.instant();
    List<KeptSignature> signatures = before.signatures();
    try {
      signatures = signatures(before, now);
    } catch (RuntimeException e) {
      // It must not come up again at once, nor keep the others waiting.
      LOG.warn("the verdict on the mail {} cannot be completed", MailId.of(before.messageId()), e);
    }
    KeptMail after = before.with(signatures, now, delayAfter(pending.looks()));
    if (isClosed()) {
      // Whoever judges from now on may do so by other anchors.
      return;
    }
    if (!history.complete(pending, after)) {
      return;
    }
    judgedAgain.accept(after);
    if (after.verdict().compareTo(before.verdict()) > 0) {
      LOG.warn(
          "the verdict on the mail {} was {} when it was opened, and is {} now that all is known;"
              + " \"sealpost verdict\" tells why",
          MailId.of(before.messageId()),
          before.verdict().token(),
          after.verdict().token());
      LOG.debug("it is the mail <{}>", before.messageId());
    }
  }

  private List<KeptSignature> signatures(KeptMail mail, Instant now) {
    List<KeptSignature> signatures = new ArrayList<>();
    for (KeptSignature signature : mail.signatures()) {
      signatures.add(
          signature.isPending()
              ? signature.with(trust.assess(signature.check(), mail.from(), now), now)
              : signature);
    }
    return signatures;
  }

  private static Optional<Duration> delayAfter(int looks) {
    return VerdictHistory.LOOKS.stream().skip(looks + 1L).findFirst();
  }

  /** Ends; what is found out of the mail at hand is kept no more. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      if (thread.getState() == Thread.State.NEW) {
        return;
      }
    } finally {
      lock.unlock();
    }
    try {
      thread.join(GRACE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
