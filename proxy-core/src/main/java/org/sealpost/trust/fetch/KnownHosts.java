package org.sealpost.trust.fetch;

import java.io.OutputStream;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.sealpost.failure.Words;

/**
 * Fetches only from hosts that the certificates of known CAs name themselves, so that a stranger
 * cannot learn from a request to a host of his own that, when and where his mail was opened. That
 * holds for where a redirect leads, too: some known hosts redirect to wherever they are asked to.
 * Thread-safe.
 */
public final class KnownHosts implements Fetcher {
  private static final Words WORDS = Words.beside(KnownHosts.class);

  private final Fetcher fetcher;
  private final Set<String> always;
  private final Supplier<List<X509Certificate>> authorities;

  /**
   * @param fetcher what is asked; to be closed by the caller, which ends this as well
   * @param always hosts that are known in any case, in lower case
   * @param authorities certificates of CAs that are trusted, or were met in a path that held; must
   *     be quick and safe for use by many threads
   */
  public KnownHosts(
      HttpFetcher fetcher, Set<String> always, Supplier<List<X509Certificate>> authorities) {
    this.always = Set.copyOf(always);
    this.authorities = authorities;
    this.fetcher = fetcher.with(this::check);
  }

  @Override
  public Answer get(URI uri, Validators known, Limits limits, OutputStream body)
      throws FetchException {
    return fetcher.get(uri, known, limits, body);
  }

  @Override
  public byte[] post(URI uri, String contentType, byte[] request, Limits limits)
      throws FetchException {
    return fetcher.post(uri, contentType, request, limits);
  }

  private void check(URI uri) throws FetchException {
    String host = String.valueOf(uri.getHost());
    if (!hosts().contains(host.toLowerCase(Locale.ROOT))) {
      throw new FetchException(WORDS.phrase("fetch.not-known", host));
    }
  }

  private Set<String> hosts() {
    Set<String> hosts = new HashSet<>(always);
    for (X509Certificate authority : authorities.get()) {
      Stream.of(AuthorityInformation.issuers(authority), AuthorityInformation.responders(authority))
          .flatMap(List::stream)
          .map(uri -> uri.getHost().toLowerCase(Locale.ROOT))
          .forEach(hosts::add);
    }
    return hosts;
  }
}
