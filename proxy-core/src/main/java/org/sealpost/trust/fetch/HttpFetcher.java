package org.sealpost.trust.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Fetches over HTTP/1.1 from {@code http} and {@code https} addresses (RFC 9110, RFC 9112): without
 * cookies and credentials, at most three redirects on, to the addresses that an {@link
 * AddressPolicy} allows. What is sent compressed with gzip is decoded. At most four connections go
 * to one host and sixteen in all; more wait, within their time. Blocks the calling thread, which
 * may be a virtual one. Thread-safe.
 */
public final class HttpFetcher implements Fetcher, AutoCloseable {
  private static final int MAX_REDIRECTS = 3;

  private final AddressPolicy policy;
  private final ProxySelector proxies;
  private final LateClient client;
  private final HopCheck hops;

  /** With the system's name lookup and proxies. */
  public HttpFetcher(AddressPolicy policy) {
    this(policy, InetAddress::getAllByName, ProxySelector.getDefault());
  }

  HttpFetcher(AddressPolicy policy, CheckedResolver.Lookup lookup, ProxySelector proxies) {
    this(
        policy,
        proxies,
        new LateClient(() -> Client.make(new CheckedResolver(policy, lookup), proxies)),
        _ -> {});
  }

  private HttpFetcher(
      AddressPolicy policy, ProxySelector proxies, LateClient client, HopCheck hops) {
    this.policy = policy;
    this.proxies = proxies;
    this.client = client;
    this.hops = hops;
  }

  /** Decides where a request may go: asked for the first address, and for each redirect's. */
  @FunctionalInterface
  interface HopCheck {
    void check(URI uri) throws FetchException;
  }

  /** This one with a further condition on every address; ends when this one is closed. */
  Fetcher with(HopCheck further) {
    return new HttpFetcher(policy, proxies, client, further);
  }

  @Override
  public Answer get(URI uri, Validators known, Limits limits, OutputStream body)
      throws FetchException {
    boolean conditional = known.etag().isPresent() || known.lastModified().isPresent();
    return fetch(
        uri,
        limits,
        at -> conditional(new HttpGet(at), known),
        (at, response, deadline) ->
            switch (response.getCode()) {
              case 200 ->
                  new Answer.Fresh(
                      validators(response), new Body(at, limits, deadline).copy(response, body));
              case 304 -> {
                if (!conditional) {
                  throw FetchProblem.of("fetch.unasked", at.getHost());
                }
                yield new Answer.NotModified();
              }
              default -> throw FetchProblem.status(at, response.getCode());
            });
  }

  @Override
  public byte[] post(URI uri, String contentType, byte[] request, Limits limits)
      throws FetchException {
    return fetch(
        uri,
        limits,
        at -> {
          HttpPost post = new HttpPost(at);
          post.setEntity(new ByteArrayEntity(request, ContentType.parse(contentType)));
          return post;
        },
        (at, response, deadline) -> {
          if (response.getCode() != 200) {
            throw FetchProblem.status(at, response.getCode());
          }
          ByteArrayOutputStream body = new ByteArrayOutputStream();
          new Body(at, limits, deadline).copy(response, body);
          return body.toByteArray();
        });
  }

  /** Ends what is under way; nothing can be fetched any more. */
  @Override
  public void close() {
    client.close();
  }

  @FunctionalInterface
  private interface Requests {
    HttpUriRequestBase to(URI uri);
  }

  @FunctionalInterface
  private interface Reader<T> {
    T read(URI from, ClassicHttpResponse response, Deadline deadline) throws IOException;
  }

  private <T> T fetch(URI uri, Limits limits, Requests requests, Reader<T> reader)
      throws FetchException {
    Deadline deadline = Deadline.in(limits.time());
    Destination at = destination(uri);
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      Step<T> step = step(at, limits, deadline, requests, reader);
      switch (step) {
        case Step.Done<T>(T result) -> {
          return result;
        }
        case Step.Redirect<T>(URI next) -> at = destination(next);
      }
    }
    throw FetchProblem.of("fetch.redirects", at.uri().getHost());
  }

  private Destination destination(URI uri) throws FetchException {
    Destination destination = Destination.check(uri, policy, proxies);
    hops.check(destination.uri());
    return destination;
  }

  private sealed interface Step<T> {
    record Done<T>(T result) implements Step<T> {}

    record Redirect<T>(URI next) implements Step<T> {}
  }

  private <T> Step<T> step(
      Destination at, Limits limits, Deadline deadline, Requests requests, Reader<T> reader)
      throws FetchException {
    HttpUriRequestBase request = requests.to(at.uri());
    try (Cutter _ = new Cutter(request, deadline)) {
      ClassicHttpResponse response = send(request, at.uri(), deadline);
      boolean post = request.getMethod().equals(HttpPost.METHOD_NAME);
      return isRedirect(response.getCode(), post)
          ? new Step.Redirect<>(at.redirected(response))
          : new Step.Done<>(reader.read(at.uri(), response, deadline));
    } catch (IOException e) {
      boolean ours = e instanceof FetchException || e instanceof FetchProblem.NotTakenException;
      throw deadline.hasPassed() && !ours
          ? FetchProblem.tooSlow(at.uri(), limits, e)
          : FetchProblem.of(at.uri(), e);
    } catch (IllegalStateException | IllegalArgumentException e) {
      // The client says so if it was closed, and of hosts that it cannot make sense of.
      throw FetchProblem.failed(at.uri(), e);
    }
  }

  private ClassicHttpResponse send(HttpUriRequestBase request, URI uri, Deadline deadline)
      throws IOException {
    Timeout left = Timeout.ofMilliseconds(Math.max(1, deadline.left().toMillis()));
    request.setConfig(
        RequestConfig.copy(Client.REQUESTS)
            .setConnectionRequestTimeout(left)
            .setResponseTimeout(left)
            .build());
    HttpHost target = HttpHost.create(uri);
    return ScopedValue.where(CheckedResolver.DEADLINE, deadline)
        .call(() -> client.get().executeOpen(target, request, null));
  }

  /** A POST is sent again only where the server asks for that (RFC 9110 §15.4.8, §15.4.9). */
  private static boolean isRedirect(int status, boolean post) {
    return switch (status) {
      case 307, 308 -> true;
      case 301, 302, 303 -> !post;
      default -> false;
    };
  }

  private static HttpGet conditional(HttpGet get, Validators known) {
    known.etag().ifPresent(etag -> get.setHeader(HttpHeaders.IF_NONE_MATCH, etag));
    known.lastModified().ifPresent(time -> get.setHeader(HttpHeaders.IF_MODIFIED_SINCE, time));
    return get;
  }

  private static Validators validators(ClassicHttpResponse response) {
    return new Validators(
        header(response, HttpHeaders.ETAG), header(response, HttpHeaders.LAST_MODIFIED));
  }

  private static Optional<String> header(ClassicHttpResponse response, String name) {
    return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
  }
}
