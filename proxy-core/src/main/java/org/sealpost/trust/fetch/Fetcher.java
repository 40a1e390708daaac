package org.sealpost.trust.fetch;

import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Gets what certificates point to: revocation lists, answers about one certificate, issuers'
 * certificates. Thread-safe.
 */
public interface Fetcher {
  /**
   * Gets a resource; what it holds is written to {@code body} as it comes, decoded.
   *
   * @param known what an earlier answer said about itself, so that it need not come again
   * @throws FetchException if it cannot be had within the limits; {@code body} may have got a part
   */
  Answer get(URI uri, Validators known, Limits limits, OutputStream body) throws FetchException;

  /**
   * Sends a request and returns the whole answer.
   *
   * @throws FetchException if there is none within the limits
   */
  byte[] post(URI uri, String contentType, byte[] request, Limits limits) throws FetchException;

  /**
   * How much, and how long, is borne.
   *
   * @param bytes the most that the body may have, decoded
   * @param time from the call to the last byte
   */
  record Limits(long bytes, Duration time) {}

  /** By which a server tells that a resource is still the same (RFC 9110 §8.8). */
  record Validators(Optional<String> etag, Optional<String> lastModified) {
    /** Of a resource that was never had. */
    public static Validators none() {
      return new Validators(Optional.empty(), Optional.empty());
    }
  }

  /** How a server answers. */
  sealed interface Answer {
    /** The whole resource was written. */
    record Fresh(Validators validators, long bytes) implements Answer {}

    /** It is the one that is known; nothing was written. */
    record NotModified() implements Answer {}
  }
}
