package org.sealpost.trust.crl;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.sealpost.failure.Phrase;
import org.sealpost.trust.fetch.FetchException;
import org.sealpost.trust.fetch.Fetcher;
import org.sealpost.trust.fetch.Fetcher.Answer;
import org.sealpost.trust.fetch.Fetcher.Limits;
import org.sealpost.trust.fetch.Fetcher.Validators;

/** Fetches lists, checks them and writes their indexes, all while they stream. Thread-safe. */
final class CrlDownload {
  private final Fetcher fetcher;
  private final Limits limits;
  private final InstantSource clock;
  private final CrlProgress progress;

  CrlDownload(Fetcher fetcher, Limits limits, InstantSource clock, CrlProgress progress) {
    this.fetcher = fetcher;
    this.limits = limits;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * Fetches one list. Uses the processor for long, so it belongs on a platform thread.
   *
   * @param authority about whose certificates the list is asked
   * @param kept the list that {@code target} holds
   * @return whether {@code target} is new; if not, the one that is kept still counts
   * @throws FetchException if it could not be had
   * @throws CrlException if it came, and cannot be relied on
   */
  boolean run(
      URI source,
      X509Certificate authority,
      Expectation expected,
      Optional<IndexHeader> kept,
      Path target)
      throws IOException {
    Pipe pipe = new Pipe();
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    Validators known = kept.map(IndexHeader::validators).orElseGet(Validators::none);
    Thread fetching =
        Thread.ofVirtual().name("crl-fetch").start(() -> fetch(source, known, pipe, answer));
    try (InputStream in = pipe.source()) {
      if (!pipe.begins() && answer.join() instanceof Answer.NotModified) {
        return false;
      }
      try (EntrySorter sorter = new EntrySorter(target.getParent())) {
        RevocationList list =
            new CrlReader(expected.signers()).read(new Watched(in, source, sorter), sorter);
        if (!(answer.join() instanceof Answer.Fresh fresh)) {
          throw CrlException.malformed("a list that is said to be the one before");
        }
        expected.check(list, kept.map(IndexHeader::list), source, clock.instant());
        IndexHeader header =
            new IndexHeader(
                source,
                authority,
                list,
                fresh.validators(),
                sorter.issuers(),
                sorter.longestSerial(),
                sorter.withInvalidity());
        CrlIndexWriter.write(target, header, sorter);
        return true;
      }
    } finally {
      fetching.interrupt();
    }
  }

  private void fetch(URI source, Validators known, Pipe pipe, CompletableFuture<Answer> answer) {
    try {
      answer.complete(fetcher.get(source, known, limits, pipe.sink()));
      pipe.end();
    } catch (FetchException e) {
      pipe.fail(e);
    } catch (RuntimeException e) {
      pipe.fail(new FetchException(Phrase.verbatim(String.valueOf(e.getMessage())), e));
    } finally {
      // Whatever happens, nobody waits for more.
      answer.cancel(false);
      pipe.end();
    }
  }

  /** Tells how far it is read. */
  private final class Watched extends FilterInputStream {
    private final URI source;
    private final EntrySorter entries;
    private long bytes;

    Watched(InputStream in, URI source, EntrySorter entries) {
      super(in);
      this.source = source;
      this.entries = entries;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int read = super.read(into, from, length);
      bytes += Math.max(read, 0);
      progress.read(source, bytes, entries.count());
      return read;
    }
  }
}
