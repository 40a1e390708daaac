package org.sealpost.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.sealpost.book.CertificateBook;
import org.sealpost.server.Settings.TrustSettings;
import org.sealpost.server.metrics.MeteredFetcher;
import org.sealpost.server.metrics.MeteredRevocation;
import org.sealpost.store.Store;
import org.sealpost.trust.Anchor;
import org.sealpost.trust.IssuerSearch;
import org.sealpost.trust.PinnedAnchors;
import org.sealpost.trust.RevocationPolicy;
import org.sealpost.trust.TrustAnchors;
import org.sealpost.trust.TrustBasis;
import org.sealpost.trust.crl.CrlProgress;
import org.sealpost.trust.crl.CrlSettings;
import org.sealpost.trust.crl.CrlStore;
import org.sealpost.trust.crl.MoicaLists;
import org.sealpost.trust.decisions.Decisions;
import org.sealpost.trust.decisions.ImportedAnchors;
import org.sealpost.trust.fetch.AddressPolicy;
import org.sealpost.trust.fetch.Fetcher;
import org.sealpost.trust.fetch.HttpFetcher;
import org.sealpost.trust.fetch.KnownHosts;
import org.sealpost.trust.issuers.IssuerCertificates;
import org.sealpost.trust.ocsp.OcspClient;
import org.sealpost.trust.revocation.RevocationCheck;
import org.sealpost.trust.revocation.RevocationCheck.Link;
import org.sealpost.trust.revocation.RevocationSource;
import org.sealpost.trust.revocation.RevocationStatus;

/**
 * What signatures and certificates are judged by, put together from the settings. What is fetched
 * for it is kept in a folder of its own, which several processes may use at a time. Thread-safe.
 */
public final class Judging implements AutoCloseable {
  private final HttpFetcher toIssuers;
  private final HttpFetcher toStrangers;
  private final CrlStore lists;
  private final TrustBasis basis;
  private final List<RevocationSource> sources;

  private Judging(
      HttpFetcher toIssuers,
      HttpFetcher toStrangers,
      CrlStore lists,
      List<RevocationSource> sources,
      TrustBasis basis) {
    this.toIssuers = toIssuers;
    this.toStrangers = toStrangers;
    this.lists = lists;
    this.sources = sources;
    this.basis = basis;
  }

  /**
   * Opens it.
   *
   * @param more anchors beside those of the settings
   * @param onCards CA certificates that lie on cards; quick, and safe for use by many threads
   * @throws IOException if a file or folder cannot be read or made; the message says which
   */
  public static Judging open(
      Settings settings,
      Store store,
      List<Path> more,
      Supplier<List<X509Certificate>> onCards,
      CrlProgress progress,
      InstantSource clock)
      throws IOException {
    return open(settings, store, more, onCards, progress, clock, new CompositeMeterRegistry());
  }

  /** As the other, with what is asked and fetched measured. */
  public static Judging open(
      Settings settings,
      Store store,
      List<Path> more,
      Supplier<List<X509Certificate>> onCards,
      CrlProgress progress,
      InstantSource clock,
      MeterRegistry meters)
      throws IOException {
    TrustSettings trust = settings.trust();
    Supplier<List<Anchor>> anchors =
        new ImportedAnchors(store).after(ConfiguredAnchors.load(trust, more));
    Supplier<List<X509Certificate>> known =
        () -> concat(onCards.get(), CertificateBook.authorities(store));
    HttpFetcher toIssuers = new HttpFetcher(AddressPolicy.TRUSTED_ISSUERS);
    HttpFetcher toStrangers = new HttpFetcher(AddressPolicy.STRANGERS);
    CrlStore lists =
        new CrlStore(
            settings.listFolder(),
            new MeteredFetcher(toIssuers, meters),
            CrlSettings.defaults(),
            known,
            progress,
            clock);
    OcspClient responders =
        new OcspClient(
            new MeteredFetcher(toIssuers, meters),
            lists,
            settings.trustFolder().resolve("ocsp"),
            clock);
    List<RevocationSource> sources =
        trust.ask().stream()
            .<RevocationSource>map(
                way ->
                    switch (way) {
                      case CRL -> new MeteredRevocation(lists, "crl", meters);
                      case OCSP -> new MeteredRevocation(responders, "ocsp", meters);
                    })
            .toList();
    Patience patience = new Patience(clock);
    TrustBasis basis =
        TrustBasis.of(TrustAnchors.of(List.of()))
            .withAnchors(anchors)
            .withPinned(PinnedAnchors.moica())
            .withKnown(known)
            .withOwnWord(new Decisions(store))
            .withRevocation(policy(trust, sources, patience))
            .withIssuers(
                issuers(
                    trust,
                    toStrangers,
                    () -> concat(certificates(anchors.get()), known.get()),
                    settings.trustFolder().resolve("issuers"),
                    patience,
                    clock,
                    meters));
    return new Judging(toIssuers, toStrangers, lists, sources, basis);
  }

  /** For a {@link org.sealpost.trust.CertificateTrust}. */
  public TrustBasis basis() {
    return basis;
  }

  /** The revocation lists that are kept. */
  public CrlStore lists() {
    return lists;
  }

  /** The ways to learn of revocation that the settings name, in their order. */
  public List<RevocationSource> sources() {
    return sources;
  }

  /** What is under way is given up. */
  @Override
  public void close() {
    toIssuers.close();
    toStrangers.close();
    lists.close();
  }

  private static RevocationPolicy policy(
      TrustSettings trust, List<RevocationSource> sources, Patience patience) {
    if (trust.revocation() == RevocationPolicy.Mode.OFF) {
      return RevocationPolicy.off();
    }
    RevocationCheck check = new RevocationCheck(sources);
    return new RevocationPolicy(
        trust.revocation(),
        (path, wanted) -> {
          List<RevocationStatus> statuses = statuses(check, path, patience.left(wanted));
          patience.learnt(statuses);
          return statuses;
        },
        trust.patience());
  }

  private static List<RevocationStatus> statuses(
      RevocationCheck check, List<X509Certificate> path, Duration patience) {
    List<Link> links = new ArrayList<>();
    for (int i = 0; i + 1 < path.size(); i++) {
      links.add(new Link(path.get(i), path.get(i + 1)));
    }
    return check.check(links, patience).stream().map(RevocationCheck.Checked::status).toList();
  }

  private static IssuerSearch issuers(
      TrustSettings trust,
      HttpFetcher toStrangers,
      Supplier<List<X509Certificate>> authorities,
      Path folder,
      Patience patience,
      InstantSource clock,
      MeterRegistry meters) {
    return switch (trust.fetchIssuers()) {
      case NEVER -> IssuerSearch.none();
      case KNOWN ->
          search(
              new MeteredFetcher(
                  new KnownHosts(toStrangers, MoicaLists.HOSTS, authorities), meters),
              folder,
              patience,
              clock);
      case ANY -> search(new MeteredFetcher(toStrangers, meters), folder, patience, clock);
    };
  }

  private static IssuerSearch search(
      Fetcher fetcher, Path folder, Patience patience, InstantSource clock) {
    IssuerCertificates certificates = new IssuerCertificates(fetcher, folder, clock);
    return new IssuerSearch() {
      @Override
      public List<X509Certificate> known(X509Certificate end, Collection<X509Certificate> helpers) {
        return certificates.known(end, helpers);
      }

      @Override
      public boolean complete(
          X509Certificate end, Collection<X509Certificate> helpers, Duration wanted) {
        Duration left = patience.left(wanted);
        Instant begun = clock.instant();
        boolean more = certificates.complete(end, helpers, left);
        if (!more && !clock.instant().isBefore(begun.plus(left))) {
          patience.spend();
        }
        return more;
      }
    };
  }

  private static List<X509Certificate> certificates(List<Anchor> anchors) {
    return anchors.stream().map(Anchor::certificate).toList();
  }

  private static List<X509Certificate> concat(
      List<X509Certificate> one, List<X509Certificate> other) {
    return Stream.concat(one.stream(), other.stream()).distinct().toList();
  }
}
