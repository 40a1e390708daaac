package org.sealpost.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import org.sealpost.trust.fetch.FetchException;
import org.sealpost.trust.fetch.Fetcher;

/** A fetcher whose downloads are timed and counted. Thread-safe as the fetcher is. */
public final class MeteredFetcher implements Fetcher {
  private final Fetcher fetcher;
  private final MeterProvider<Timer> downloads;
  private final Counter bytes;

  /** The same fetcher, measured. */
  public MeteredFetcher(Fetcher fetcher, MeterRegistry meters) {
    this.fetcher = fetcher;
    this.downloads =
        Timer.builder("sealpost.downloads")
            .description(
                "Revocation lists and CA certificates (get) and questions to responders (post) over"
                    + " HTTP, by outcome")
            .withRegistry(meters);
    this.bytes =
        Counter.builder("sealpost.downloads.received")
            .description("What was fetched over HTTP to judge certificates by, decoded")
            .baseUnit("bytes")
            .register(meters);
  }

  @Override
  public Answer get(URI uri, Validators known, Limits limits, OutputStream body)
      throws FetchException {
    long start = System.nanoTime();
    String outcome = "failed";
    try {
      Answer answer = fetcher.get(uri, known, limits, body);
      outcome =
          switch (answer) {
            case Answer.Fresh fresh -> {
              bytes.increment((double) fresh.bytes());
              yield "fresh";
            }
            case Answer.NotModified() -> "not-modified";
          };
      return answer;
    } finally {
      record("get", outcome, start);
    }
  }

  @Override
  public byte[] post(URI uri, String contentType, byte[] request, Limits limits)
      throws FetchException {
    long start = System.nanoTime();
    String outcome = "failed";
    try {
      byte[] answer = fetcher.post(uri, contentType, request, limits);
      bytes.increment(answer.length);
      outcome = "fresh";
      return answer;
    } finally {
      record("post", outcome, start);
    }
  }

  private void record(String method, String outcome, long start) {
    downloads
        .withTags("method", method, "outcome", outcome)
        .record(Duration.ofNanos(System.nanoTime() - start));
  }
}
