package org.sealpost.verdicts;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sealpost.inbound.JudgedSignature;
import org.sealpost.inbound.VerdictKeeper;
import org.sealpost.smime.SignatureCheck;
import org.sealpost.store.Store;
import org.sealpost.store.StoreTrouble;
import org.sealpost.store.WriteQueue;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.Sightings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The verdicts on opened mails, in the store. A mail does not wait for its own to be written: the
 * store makes sure that it is on the disk, or waits for another process, and either can take far
 * longer than opening the mail; one thread writes all that has come meanwhile at once. The mails
 * opened longest ago are forgotten when there are too many. Closing ends the completion and writes
 * what is left. Several processes may use one store. Thread-safe.
 *
 * <p>Reading fails with a {@link org.sealpost.store.StoreException}, or one of Jdbi's, where the
 * store cannot be used.
 */
public final class VerdictHistory implements VerdictKeeper, Sightings, AutoCloseable {
  /** At some 1.3 KB each about 260 MB, and decades for most people. */
  static final int MAX_MAILS = 200_000;

  /**
   * When a mail is judged again whose answers were not there in time, each after the one before.
   */
  static final List<Duration> LOOKS =
      List.of(
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofMinutes(10),
          Duration.ofHours(1));

  private static final Logger LOG = LoggerFactory.getLogger(VerdictHistory.class);

  private static final int MAX_WAITING = 200;
  private static final Duration GRACE = Duration.ofSeconds(15);

  private final Store store;
  private final int bound;
  private final WriteQueue<JudgedMail> queue;
  // Only the queue's thread touches it.
  private int sincePruned = Integer.MAX_VALUE / 2;
  private volatile Optional<VerdictCompletion> completion = Optional.empty();

  /** That mails are judged again. */
  @FunctionalInterface
  public interface Completion extends AutoCloseable {
    /** Ends it, and waits for the mail at hand, for 15 seconds at most. */
    @Override
    void close();
  }

  public VerdictHistory(Store store) {
    this(store, MAX_MAILS);
  }

  VerdictHistory(Store store, int bound) {
    this.store = store;
    this.bound = bound;
    this.queue = new WriteQueue<>("verdicts", MAX_WAITING, GRACE, this::write);
  }

  /** Takes it in at once. A verdict that there is no room for is lost, and the log says so. */
  @Override
  public void keep(JudgedMail mail) {
    if (!queue.offer(withoutEnclosed(mail))) {
      LOG.warn("a verdict is not kept: the store takes too long, or is closed");
    }
  }

  /** A mail may enclose a megabyte of certificates; those that count are in the paths as well. */
  private static JudgedMail withoutEnclosed(JudgedMail mail) {
    return new JudgedMail(
        mail.account(),
        mail.messageId(),
        mail.from(),
        mail.openedAt(),
        mail.verdict(),
        mail.signatures().stream().map(VerdictHistory::withoutEnclosed).toList(),
        mail.encryption());
  }

  private static JudgedSignature withoutEnclosed(JudgedSignature judged) {
    SignatureCheck check = judged.signature();
    return new JudgedSignature(
        new SignatureCheck(
            check.signer(),
            check.outcome(),
            check.signingTime(),
            check.digest(),
            check.weak(),
            check.id(),
            Optional.empty(),
            List.of()),
        judged.assessment());
  }

  private void write(List<JudgedMail> judged) {
    try {
      List<KeptMail> mails =
          judged.stream().map(mail -> KeptMail.of(mail, LOOKS.getFirst())).toList();
      writeTogether(mails);
      if (mails.stream().anyMatch(mail -> mail.nextLook().isPresent())) {
        completion.ifPresent(VerdictCompletion::wake);
      }
    } catch (RuntimeException e) {
      LOG.warn("verdicts are not kept: {}", StoreTrouble.of(e));
    }
  }

  private void writeTogether(List<KeptMail> mails) {
    try {
      writeAll(mails);
    } catch (RuntimeException e) {
      LOG.debug("verdicts could not be written together: {}", StoreTrouble.of(e));
      mails.forEach(this::writeAlone);
    }
  }

  /** One that cannot be written does not cost the others. */
  private void writeAlone(KeptMail mail) {
    try {
      writeAll(List.of(mail));
    } catch (RuntimeException e) {
      LOG.warn(
          "the verdict on the mail {} is not kept: {}",
          MailId.of(mail.messageId()),
          StoreTrouble.of(e));
    }
  }

  private void writeAll(List<KeptMail> mails) {
    // To find what is over the bound takes time when there are many; a few more do no harm.
    boolean prune = sincePruned >= bound / 1000;
    store
        .jdbi()
        .useTransaction(
            handle -> {
              mails.forEach(mail -> VerdictTables.put(handle, mail));
              if (prune) {
                Pruning.prune(handle, bound);
              }
            });
    sincePruned = prune ? 0 : sincePruned + mails.size();
  }

  /** Waits until all that was taken in is written, or has failed. */
  void flush() {
    queue.flush();
  }

  /** A store that cannot be read is no witness, and no reason to keep the mail back. */
  @Override
  public Optional<Sighting> first(String signatureId) {
    try {
      return store.reading().withHandle(handle -> VerdictQueries.sighting(handle, signatureId));
    } catch (RuntimeException e) {
      LOG.warn("it cannot be told when a signature was first met: {}", StoreTrouble.of(e));
      return Optional.empty();
    }
  }

  @Override
  public boolean wasNotRevoked(String signatureId, List<X509Certificate> path) {
    byte[] digest = CertificateTable.digest(path);
    try {
      return store
          .reading()
          .withHandle(handle -> VerdictQueries.wasGood(handle, signatureId, digest));
    } catch (RuntimeException e) {
      LOG.warn("it cannot be told whether a certificate was revoked: {}", StoreTrouble.of(e));
      return false;
    }
  }

  /** The mails opened last, the newest first. */
  public List<KeptMail> last(int count) {
    return store.reading().withHandle(handle -> VerdictQueries.last(handle, count));
  }

  /**
   * The mails with this Message-ID, the one opened last first: by several accounts, or others that
   * only claim to have it.
   *
   * @param messageId with or without angle brackets
   */
  public List<KeptMail> of(String messageId) {
    return of(messageId, bound);
  }

  /** As {@link #of(String)}, but not more than {@code count}. */
  public List<KeptMail> of(String messageId, int count) {
    String plain = MessageId.plain(messageId);
    return store.reading().withHandle(handle -> VerdictQueries.of(handle, plain, count));
  }

  /** As {@link #of(String, int)}, but only those that were opened last at this second. */
  public List<KeptMail> of(String messageId, Instant opened, int count) {
    String plain = MessageId.plain(messageId);
    return store.reading().withHandle(handle -> VerdictQueries.of(handle, plain, opened, count));
  }

  /**
   * As {@link #last}, of the mails that are looked for.
   *
   * @param text stands in an address of From or in the Message-ID, upper and lower case of ASCII
   *     letters alike; empty for all
   * @param offset how many of the newest are left out
   */
  public List<KeptMail> find(String text, int offset, int count) {
    return store.reading().withHandle(handle -> VerdictQueries.find(handle, text, offset, count));
  }

  /**
   * Begins to judge mails again whose verdict lacked an answer that was still being fetched, until
   * what is returned, or this history, is closed. One at a time: whoever has another way to judge
   * ends the one before first.
   *
   * @param trust may rest on this history
   */
  public Completion completeWith(CertificateTrust trust, InstantSource clock) {
    return completeWith(trust, clock, _ -> {});
  }

  /**
   * As {@link #completeWith(CertificateTrust, InstantSource)}.
   *
   * @param judgedAgain told of each mail after what was found anew is kept
   */
  public Completion completeWith(
      CertificateTrust trust, InstantSource clock, Consumer<KeptMail> judgedAgain) {
    VerdictCompletion begun = new VerdictCompletion(this, trust, clock, judgedAgain);
    begin(begun);
    return () -> end(begun);
  }

  private synchronized void begin(VerdictCompletion begun) {
    if (completion.isPresent()) {
      throw new IllegalStateException("mails are judged again already");
    }
    completion = Optional.of(begun);
    begun.start();
  }

  private void end(VerdictCompletion ended) {
    ended.close();
    synchronized (this) {
      completion = completion.filter(running -> running != ended);
    }
  }

  /**
   * Lets those mails be judged again at once whose verdict still lacks an answer on revocation, the
   * newest first, even where no further look was planned.
   *
   * @return how many there are
   */
  public int lookAgain(Instant now) {
    int mails = store.jdbi().inTransaction(handle -> VerdictTables.lookAgain(handle, now));
    completion.ifPresent(VerdictCompletion::wake);
    return mails;
  }

  List<PendingMail> due(Instant now, int count) {
    return store.reading().withHandle(handle -> VerdictQueries.due(handle, now, count));
  }

  Optional<Instant> nextLook() {
    return store.reading().withHandle(VerdictQueries::nextLook);
  }

  /** Returns false if the mail was opened meanwhile, which counts more. */
  boolean complete(PendingMail pending, KeptMail mail) {
    return store.jdbi().inTransaction(handle -> VerdictTables.complete(handle, pending, mail));
  }

  @Override
  public void close() {
    completion.ifPresent(this::end);
    queue.close();
  }
}
