package org.sealpost.trust.crl;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.sealpost.failure.Phrase;
import org.sealpost.trust.fetch.FetchException;
import org.sealpost.trust.fetch.Fetcher;

/** Servers that give what the test says, without a network. */
final class FakeWeb implements Fetcher {
  private final Map<URI, byte[]> resources = new ConcurrentHashMap<>();
  private final Map<URI, AtomicInteger> requests = new ConcurrentHashMap<>();
  private final Map<URI, CountDownLatch> gates = new ConcurrentHashMap<>();
  private final Map<URI, Integer> breaks = new ConcurrentHashMap<>();
  private final AtomicInteger notModified = new AtomicInteger();

  FakeWeb put(URI uri, byte[] resource) {
    resources.put(uri, resource);
    breaks.remove(uri);
    return this;
  }

  FakeWeb remove(URI uri) {
    resources.remove(uri);
    return this;
  }

  /** The connection breaks after so many bytes. */
  FakeWeb breakAfter(URI uri, int bytes) {
    breaks.put(uri, bytes);
    return this;
  }

  /** Answers wait until the latch is open. */
  CountDownLatch hold(URI uri) {
    CountDownLatch latch = new CountDownLatch(1);
    gates.put(uri, latch);
    return latch;
  }

  int requests(URI uri) {
    return requests.computeIfAbsent(uri, _ -> new AtomicInteger()).get();
  }

  int notModified() {
    return notModified.get();
  }

  @Override
  public Answer get(URI uri, Validators known, Limits limits, OutputStream body)
      throws FetchException {
    requests.computeIfAbsent(uri, _ -> new AtomicInteger()).incrementAndGet();
    pass(uri);
    byte[] resource =
        Optional.ofNullable(resources.get(uri))
            .orElseThrow(() -> new FetchException(Phrase.verbatim(uri + " answers 404.")));
    String etag = Integer.toHexString(java.util.Arrays.hashCode(resource));
    if (known.etag().filter(etag::equals).isPresent()) {
      notModified.incrementAndGet();
      return new Answer.NotModified();
    }
    if (resource.length > limits.bytes()) {
      throw new FetchException(Phrase.verbatim(uri + " is too long."));
    }
    try {
      Integer length = breaks.get(uri);
      body.write(resource, 0, length == null ? resource.length : length);
      if (length != null) {
        throw new FetchException(Phrase.verbatim(uri + " broke off."));
      }
    } catch (FetchException e) {
      throw e;
    } catch (IOException e) {
      throw new FetchException(Phrase.verbatim("the reader has left"), e);
    }
    return new Answer.Fresh(new Validators(Optional.of(etag), Optional.empty()), resource.length);
  }

  private void pass(URI uri) throws FetchException {
    CountDownLatch gate = gates.get(uri);
    try {
      if (gate != null && !gate.await(Duration.ofMinutes(1).toSeconds(), TimeUnit.SECONDS)) {
        throw new FetchException(Phrase.verbatim("the test never opened the gate"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FetchException(Phrase.verbatim("interrupted"), e);
    }
  }

  @Override
  public byte[] post(URI uri, String contentType, byte[] request, Limits limits) {
    throw new AssertionError("a list is fetched, never asked for by POST");
  }
}
