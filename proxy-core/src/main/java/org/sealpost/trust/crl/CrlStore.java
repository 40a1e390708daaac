package org.sealpost.trust.crl;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.sealpost.trust.fetch.Fetcher;
import org.sealpost.trust.fetch.Fetcher.Limits;
import org.sealpost.trust.revocation.RevocationSource;
import org.sealpost.trust.revocation.RevocationStatus;
import org.sealpost.trust.revocation.RevocationStatus.Cause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells from revocation lists whether certificates are revoked (RFC 5280 §6.3). Lists are fetched
 * when a certificate first needs them, kept in a folder as indexes that are mapped into memory, and
 * fetched again before they run out. Of one source one fetch runs at a time, and two of all.
 * Thread-safe.
 */
public final class CrlStore implements RevocationSource, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CrlStore.class);
  private static final String SUFFIX = ".index";
  private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

  /** A list that nobody needed for so long is not fetched any more. */
  private static final Duration FORGET_AFTER = Duration.ofDays(30);

  private final Path folder;
  private final CrlSettings settings;
  private final Supplier<List<X509Certificate>> known;
  private final InstantSource clock;
  private final CrlDownload download;
  private final ThreadPoolExecutor downloads;
  private final ScheduledExecutorService scheduler;
  private final Map<String, CrlSource> sources = new ConcurrentHashMap<>();
  private final Map<Identity, String> names = new ConcurrentHashMap<>();
  private final Map<X509Certificate, List<URI>> configured = new ConcurrentHashMap<>();
  private final Inquiry.Sources forInquiries = new ForInquiries();

  /**
   * Opens the folder, which is made for this user alone if it is missing. An index in it that is
   * damaged is deleted, as it can be fetched again.
   *
   * @param known certificates of CAs that are at hand, among which those are found who issue
   *     indirect lists; they are not trusted for that. Must be quick and safe for use by many
   *     threads.
   * @throws IOException if the folder cannot be made or read
   */
  public CrlStore(
      Path folder,
      Fetcher fetcher,
      CrlSettings settings,
      Supplier<List<X509Certificate>> known,
      CrlProgress progress,
      InstantSource clock)
      throws IOException {
    this.folder = folder;
    this.settings = settings;
    this.known = known;
    this.clock = clock;
    Limits limits = new Limits(settings.maxBytes(), settings.downloadTime());
    this.download = new CrlDownload(fetcher, limits, clock, progress);
    ThreadFactory threads = Thread.ofPlatform().daemon().name("crl-", 0).factory();
    // More than two at once would need memory for each.
    this.downloads =
        new ThreadPoolExecutor(2, 2, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    this.downloads.allowCoreThreadTimeOut(true);
    this.scheduler = Executors.newSingleThreadScheduledExecutor(threads);
    makeFolder();
    TemporaryFiles.deleteOld(folder);
    openAll();
  }

  private void makeFolder() throws IOException {
    Files.createDirectories(folder);
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private void openAll() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : files) {
        open(file);
      }
    }
  }

  private void open(Path file) throws IOException {
    CrlIndex index;
    try {
      index = CrlIndex.open(file);
    } catch (IOException e) {
      LOG.warn("the index {} is damaged and will be made anew: {}", file, e.getMessage());
      Files.deleteIfExists(file);
      return;
    }
    CrlSource source = source(index.header().source(), index.header().authority(), file);
    source.adopt(index);
    sources.put(file.getFileName().toString(), source);
  }

  private CrlSource source(URI uri, X509Certificate authority, Path file) {
    return new CrlSource(uri, authority, file, download, downloads, clock);
  }

  /** Begins to fetch lists in the background before they run out, one after the other. */
  public void keepFresh() {
    ScheduledFuture<?> _ =
        scheduler.scheduleWithFixedDelay(
            this::refreshDue, 0, LOOK_EVERY.toSeconds(), TimeUnit.SECONDS);
  }

  /** Fetches what is due, and deletes what nobody needs. */
  void refreshDue() {
    for (Map.Entry<String, CrlSource> each : List.copyOf(sources.entrySet())) {
      CrlSource source = each.getValue();
      try {
        if (source.isForgotten(FORGET_AFTER)) {
          sources.remove(each.getKey());
          source.delete();
        } else if (source.isDue()) {
          refresh(source);
        }
      } catch (IOException | RuntimeException e) {
        // The scheduler would end with the first exception that leaves this method.
        LOG.warn("revocation list {}", source.uri(), e);
      }
    }
  }

  /**
   * Fetches all lists that are kept, whether they are due or not, and those that were asked for and
   * could not be had, one after the other.
   */
  public void refreshAll() {
    sources.values().forEach(CrlStore::refresh);
  }

  private static void refresh(CrlSource source) {
    source.expectation().ifPresent(expected -> source.fetch(expected, true).join());
  }

  /**
   * How the lists in a folder stand, whether a process uses it or not. One that cannot be read is
   * left out, as it will be fetched anew.
   *
   * @throws IOException if the folder is there and cannot be read
   */
  public static List<CrlReport> keptIn(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<CrlReport> reports = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : files) {
        try (CrlIndex index = CrlIndex.open(file)) {
          Instant asked = Files.getLastModifiedTime(file).toInstant();
          reports.add(
              new CrlReport(
                  index.header().source(),
                  Optional.of(CrlReport.Kept.of(index, asked)),
                  Optional.empty()));
        } catch (IOException e) {
          LOG.debug("the index {} cannot be read", file, e);
        }
      }
    }
    reports.sort(Comparator.comparing(CrlReport::source));
    return List.copyOf(reports);
  }

  /** How each source stands, in the order of their addresses. */
  public List<CrlReport> lists() {
    return sources.values().stream()
        .map(CrlSource::report)
        .sorted(Comparator.comparing(CrlReport::source))
        .toList();
  }

  @Override
  public RevocationStatus status(
      X509Certificate certificate, X509Certificate issuer, Duration patience) {
    List<Place> places = places(certificate, issuer);
    if (places.isEmpty()) {
      return new RevocationStatus.Unknown(new Cause.NoSource());
    }
    Inquiry inquiry = new Inquiry(forInquiries, certificate, issuer, places);
    Optional<Inquiry.AtHand> atHand = inquiry.atHand();
    if (atHand.filter(Inquiry.AtHand::whole).isPresent()) {
      return atHand.get().status();
    }
    return pursue(inquiry, patience)
        .or(() -> atHand.map(Inquiry.AtHand::status))
        .orElseGet(() -> new RevocationStatus.Unknown(new Cause.NotYet(inquiry.next())));
  }

  /** Empty if it takes longer than {@code patience}; then it goes on. */
  private static Optional<RevocationStatus> pursue(Inquiry inquiry, Duration patience) {
    CompletableFuture<RevocationStatus> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("crl-inquiry")
        .start(
            () -> {
              try {
                answer.complete(inquiry.pursue());
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    try {
      return Optional.of(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException _) {
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Those that the certificate names, then complete lists of its issuer. */
  private List<Place> places(X509Certificate certificate, X509Certificate issuer) {
    List<Place> places = new ArrayList<>(Place.of(certificate));
    for (URI uri : configured.computeIfAbsent(issuer, this::configured)) {
      if (places.stream().noneMatch(place -> place.uri().equals(uri))) {
        places.add(Place.configured(uri));
      }
    }
    return places;
  }

  private List<URI> configured(X509Certificate issuer) {
    Map<String, List<URI>> lists = settings.completeLists();
    return Optional.ofNullable(lists.get(sha256(encoded(issuer))))
        .or(() -> KeyIdentifier.of(issuer).map(id -> lists.getOrDefault(id, List.of())))
        .orElse(List.of());
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is under way is given up, and will be fetched anew; lookups that run come to an end. */
  @Override
  public void close() {
    scheduler.shutdownNow();
    sources.values().forEach(CrlSource::close);
    // Those that wait to be run see that their source is closed, and tell those who wait for them.
    downloads.shutdownNow().forEach(Runnable::run);
  }

  private final class ForInquiries implements Inquiry.Sources {
    @Override
    public CrlSource source(Place place, X509Certificate issuer, boolean delta) {
      Identity identity = new Identity(place.uri(), issuer.getPublicKey(), place.speakers(), delta);
      String name = names.computeIfAbsent(identity, Identity::fileName);
      return sources.computeIfAbsent(
          name, _ -> CrlStore.this.source(place.uri(), issuer, folder.resolve(name)));
    }

    @Override
    public Expectation expectation(Place place, X509Certificate issuer, boolean delta) {
      return new Expectation(
          Signers.of(place, issuer, known.get(), clock.instant()), place.names(), delta);
    }

    @Override
    public Instant now() {
      return clock.instant();
    }
  }

  /**
   * The CA's key is in it: another CA's list from the same address takes no place of this one's.
   */
  private record Identity(URI uri, PublicKey authority, Set<String> speakers, boolean delta) {
    String fileName() {
      String all =
          String.join(
              "\n",
              uri.toString(),
              HexFormat.of().formatHex(authority.getEncoded()),
              speakers.stream().sorted().toList().toString(),
              delta ? "delta" : "complete");
      return sha256(all.getBytes(StandardCharsets.UTF_8)) + SUFFIX;
    }
  }
}
