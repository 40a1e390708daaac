package org.sealpost.trust.crl;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;
import org.sealpost.trust.fetch.FetchException;
import org.sealpost.trust.revocation.RevocationStatus.Cause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One address from which lists about one CA's certificates come, and the index of the latest.
 * Thread-safe.
 */
final class CrlSource implements AutoCloseable {
  /**
   * For so long a source that failed, or had nothing newer, is not asked again for a mail's sake.
   */
  private static final Duration REST = Duration.ofMinutes(1);

  private static final Duration MARK_USE_EVERY = Duration.ofDays(1);
  private static final Duration LOOK_AT_FILE_EVERY = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(CrlSource.class);
  private static final Words WORDS = Words.beside(CrlSource.class);

  private final URI uri;
  private final X509Certificate authority;
  private final Path file;
  private final CrlDownload download;
  private final Executor downloads;
  private final InstantSource clock;

  private Optional<CrlIndex> index = Optional.empty();
  private Instant asked = Instant.EPOCH;
  private Instant used;
  private Instant marked = Instant.EPOCH;
  private Instant due = Instant.MAX;
  private Instant looked = Instant.EPOCH;
  private Optional<FileTime> written = Optional.empty();
  private Optional<Failure> failure = Optional.empty();
  private Optional<Expectation> expectation = Optional.empty();
  private Optional<CompletableFuture<CrlSource>> running = Optional.empty();
  private boolean closed;

  private record Failure(Cause cause, Phrase words, Instant at, int times) {}

  /** What the list says about a certificate. */
  record Consulted(IndexHeader header, Optional<CrlEntry> entry) {}

  /**
   * @param file where its index is or will be
   * @param downloads runs what takes long; on platform threads
   */
  CrlSource(
      URI uri,
      X509Certificate authority,
      Path file,
      CrlDownload download,
      Executor downloads,
      InstantSource clock) {
    this.uri = uri;
    this.authority = authority;
    this.file = file;
    this.download = download;
    this.downloads = downloads;
    this.clock = clock;
    this.used = clock.instant();
  }

  URI uri() {
    return uri;
  }

  /** Takes the index that was left from an earlier time. */
  synchronized void adopt(CrlIndex found) throws IOException {
    index = Optional.of(found);
    take(Files.getLastModifiedTime(file));
    if (Files.exists(mark())) {
      marked = Files.getLastModifiedTime(mark()).toInstant();
    }
    used = marked.isAfter(Instant.EPOCH) ? marked : asked;
    due = refreshTime(found.header());
  }

  private void take(FileTime time) {
    written = Optional.of(time);
    asked = time.toInstant();
  }

  /** Takes over what another process has fetched meanwhile. */
  private synchronized void lookAtFile() {
    Instant now = clock.instant();
    if (closed || running.isPresent() || isWithin(looked, LOOK_AT_FILE_EVERY, now)) {
      return;
    }
    looked = now;
    try {
      FileTime time = Files.getLastModifiedTime(file);
      if (written.filter(time::equals).isPresent()) {
        return;
      }
      written = Optional.of(time);
      CrlIndex found = CrlIndex.open(file);
      if (isOlder(found)) {
        found.close();
        return;
      }
      replace(found);
      take(time);
      failure = Optional.empty();
      due = refreshTime(found.header());
    } catch (NoSuchFileException _) {
      // None has.
    } catch (IOException e) {
      LOG.debug("the index {} cannot be read", file, e);
    }
  }

  /** Another process may have been given a list that was newer for it alone. */
  private boolean isOlder(CrlIndex found) {
    return index
        .filter(
            list -> found.header().list().thisUpdate().isBefore(list.header().list().thisUpdate()))
        .isPresent();
  }

  /** What the list at hand says, in date or not; empty if there is none. */
  Optional<Consulted> consult(X509Certificate certificate) {
    lookAtFile();
    Optional<CrlIndex> held;
    synchronized (this) {
      held = index.filter(CrlIndex::use);
    }
    try {
      markUse();
      return held.map(
          list ->
              new Consulted(
                  list.header(),
                  list.find(certificate.getIssuerX500Principal(), certificate.getSerialNumber())));
    } finally {
      held.ifPresent(CrlIndex::close);
    }
  }

  /** Whether the next list is not yet due. */
  synchronized boolean isCurrent() {
    return index.filter(list -> ListRules.isCurrent(list.header(), clock.instant())).isPresent();
  }

  synchronized Optional<IndexHeader> header() {
    return index.map(CrlIndex::header);
  }

  /** What a list from here must be; empty if none was ever asked for. */
  synchronized Optional<Expectation> expectation() {
    return header().map(Expectation::like).or(() -> expectation);
  }

  /** Whether the next list should be here, and the source was not asked for it just before. */
  synchronized boolean isWanting() {
    return !isCurrent() && !isLately(asked) && failedLately().isEmpty();
  }

  /** Why it could not be had, if it was asked just before. */
  synchronized Optional<Cause> failedLately() {
    return failure.filter(last -> isLately(last.at)).map(Failure::cause);
  }

  /** A time in the future is that of a clock that was wrong. */
  private boolean isLately(Instant time) {
    return isWithin(time, REST, clock.instant());
  }

  private static boolean isWithin(Instant time, Duration span, Instant now) {
    return time.isAfter(now.minus(span)) && !time.isAfter(now);
  }

  synchronized boolean isDue() {
    return running.isEmpty() && !clock.instant().isBefore(due);
  }

  /** Whether nobody has asked for so long. */
  synchronized boolean isForgotten(Duration limit) {
    return used.isBefore(clock.instant().minus(limit));
  }

  /**
   * Fetches the list, unless that is under way, or another has just done it.
   *
   * @param insist also where the one at hand is still in date
   * @return done when it is here or has failed
   */
  synchronized CompletableFuture<CrlSource> fetch(Expectation expected, boolean insist) {
    if (running.isPresent()) {
      return running.get();
    }
    expectation = Optional.of(expected);
    CompletableFuture<CrlSource> done = new CompletableFuture<>();
    if (closed || (!insist && isCurrent())) {
      done.complete(this);
      return done;
    }
    running = Optional.of(done);
    try {
      downloads.execute(() -> run(expected, done));
    } catch (RejectedExecutionException _) {
      running = Optional.empty();
      done.complete(this);
    }
    return done;
  }

  private void run(Expectation expected, CompletableFuture<CrlSource> done) {
    try {
      Optional<IndexHeader> kept;
      synchronized (this) {
        kept = closed ? Optional.empty() : header();
        if (closed) {
          return;
        }
      }
      if (download.run(uri, authority, expected, kept, file)) {
        replace(CrlIndex.open(file));
      }
      Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
      succeeded(Files.getLastModifiedTime(file));
    } catch (FetchException e) {
      failed(new Cause.NotReached(uri.toString(), e.words()), e.words(), e);
    } catch (CrlException e) {
      failed(new Cause.NotReliable(uri.toString(), e.words()), e.words(), e);
    } catch (IOException | RuntimeException e) {
      Phrase words = WORDS.phrase("source.trouble", String.valueOf(e.getMessage()));
      failed(new Cause.NotReached(uri.toString(), words), words, e);
    } finally {
      synchronized (this) {
        running = Optional.empty();
      }
      done.complete(this);
    }
  }

  private synchronized void replace(CrlIndex fresh) {
    index.ifPresent(CrlIndex::close);
    index = Optional.of(fresh);
    if (closed) {
      close();
    }
  }

  private synchronized void succeeded(FileTime time) {
    take(time);
    failure = Optional.empty();
    index.ifPresent(
        list -> {
          due = refreshTime(list.header());
          LOG.info("revocation list {}: {} entries", uri, list.count());
        });
  }

  private synchronized void failed(Cause cause, Phrase words, Exception reason) {
    int times = failure.map(Failure::times).orElse(0) + 1;
    Instant now = clock.instant();
    failure = Optional.of(new Failure(cause, words, now, times));
    if (index.isPresent()) {
      due = RefreshTimes.afterFailure(now, times, ThreadLocalRandom.current().nextDouble());
    }
    LOG.warn("revocation list {}: {}", uri, words.english());
    LOG.debug("revocation list {}", uri, reason);
  }

  private Instant refreshTime(IndexHeader header) {
    return RefreshTimes.afterSuccess(
        asked,
        header.list().thisUpdate(),
        header.list().nextUpdate().orElse(asked),
        ThreadLocalRandom.current().nextDouble());
  }

  synchronized CrlReport report() {
    return new CrlReport(
        uri, index.map(list -> CrlReport.Kept.of(list, asked)), failure.map(Failure::words));
  }

  private Path mark() {
    return file.resolveSibling(file.getFileName() + ".used");
  }

  /** Remembers on disk, once a day, that the list is needed. */
  private void markUse() {
    Instant now = clock.instant();
    synchronized (this) {
      used = now;
      if (index.isEmpty() || marked.isAfter(now.minus(MARK_USE_EVERY))) {
        return;
      }
      marked = now;
    }
    try {
      Files.write(mark(), new byte[0]);
      Files.setLastModifiedTime(mark(), FileTime.from(now));
    } catch (IOException e) {
      LOG.debug("the use of {} cannot be remembered", uri, e);
    }
  }

  /** Closes it and deletes its files. */
  synchronized void delete() throws IOException {
    close();
    Files.deleteIfExists(file);
    Files.deleteIfExists(mark());
  }

  @Override
  public synchronized void close() {
    closed = true;
    index.ifPresent(CrlIndex::close);
    index = Optional.empty();
  }
}
