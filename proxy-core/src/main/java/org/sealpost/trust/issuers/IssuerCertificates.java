package org.sealpost.trust.issuers;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sealpost.trust.fetch.FetchException;
import org.sealpost.trust.fetch.Fetcher;
import org.sealpost.trust.fetch.KeptAnswers;
import org.sealpost.trust.fetch.Remembered;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of CAs that a mail left out, from where the certificates below them say that
 * they are (caIssuers, RFC 5280 §4.2.2.1). They help to find a path, and are not trusted for that;
 * only what issued the certificate below is passed on. What was fetched is kept for a week in a
 * folder; an address that failed or did not help is left alone for an hour.
 *
 * <p>Fetching tells whoever made the certificate that, when and where its mail was opened. It is
 * worth that only where no path is found without. Thread-safe.
 */
public final class IssuerCertificates {
  private static final Logger LOG = LoggerFactory.getLogger(IssuerCertificates.class);

  private static final Fetcher.Limits LIMITS = new Fetcher.Limits(1 << 20, Duration.ofSeconds(5));

  private static final Duration KEPT = Duration.ofDays(7);
  private static final Duration LEFT_ALONE = Duration.ofHours(1);
  private static final long MAX_KEPT_BYTES = 16 << 20;
  private static final int MAX_KEPT_PER_ANSWER = 5;
  private static final int MAX_FETCHES = 8;
  private static final int MAX_AT_ONCE = 32;
  private static final int MAX_REMEMBERED = 1000;

  private final Fetcher fetcher;
  private final KeptAnswers kept;
  private final InstantSource clock;
  private final Remembered<String, Boolean> failing;
  private final Remembered<Vain, Boolean> vain;
  private final ConcurrentMap<X509Certificate, CompletableFuture<Boolean>> underWay =
      new ConcurrentHashMap<>();

  /**
   * @param fetcher for addresses that strangers name
   * @param folder the program's own, for certificates; need not be there
   */
  public IssuerCertificates(Fetcher fetcher, Path folder, InstantSource clock) {
    this.fetcher = fetcher;
    this.kept = new KeptAnswers(folder, KEPT, MAX_KEPT_BYTES, clock);
    this.clock = clock;
    this.failing = new Remembered<>(MAX_REMEMBERED, clock);
    this.vain = new Remembered<>(MAX_REMEMBERED, clock);
  }

  /**
   * What stands at an address does not help with a certificate; it may with another. By their
   * digests: strangers decide how long they are.
   */
  private record Vain(String address, String wanted) {
    static Vain of(URI address, X509Certificate wanted) {
      try {
        return new Vain(name(address), digest(wanted.getEncoded()));
      } catch (CertificateEncodingException e) {
        throw new IllegalArgumentException(e);
      }
    }
  }

  /**
   * What was fetched before and stands above {@code end}. Asks nobody. Certificates are found only
   * by the addresses that those below them name: what a stranger's mail made us fetch is of no
   * weight for other mails.
   *
   * @param helpers what is at hand otherwise
   */
  public List<X509Certificate> known(X509Certificate end, Collection<X509Certificate> helpers) {
    return new Climb(helpers, (address, _, _) -> kept(address)).from(end);
  }

  /**
   * Fetches what is missing above {@code end}: of at most four certificates one above the other,
   * with at most eight requests. What takes longer than {@code patience} goes on in the background.
   *
   * @param helpers as for {@link #known}
   * @return whether by now something came that was not known before
   */
  public boolean complete(
      X509Certificate end, Collection<X509Certificate> helpers, Duration patience) {
    try {
      return started(end, helpers).get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private CompletableFuture<Boolean> started(
      X509Certificate end, Collection<X509Certificate> helpers) {
    CompletableFuture<Boolean> mine = new CompletableFuture<>();
    if (underWay.size() >= MAX_AT_ONCE) {
      return CompletableFuture.completedFuture(false);
    }
    CompletableFuture<Boolean> others = underWay.putIfAbsent(end, mine);
    if (others != null) {
      return others;
    }
    List<X509Certificate> atHand = List.copyOf(helpers);
    Thread.ofVirtual()
        .name("issuers")
        .start(
            () -> {
              try {
                Fetching fetching = new Fetching();
                new Climb(atHand, fetching).from(end);
                // Before anybody hears it, so that nobody who asks later gets this answer again.
                underWay.remove(end);
                mine.complete(fetching.fruitful);
              } catch (RuntimeException e) {
                LOG.error("Issuers' certificates could not be fetched", e);
                underWay.remove(end);
                mine.completeExceptionally(e);
              }
            });
    return mine;
  }

  /** What is kept first, and what is fetched where that does not help. */
  private final class Fetching implements Climb.Shelf {
    private int fetches;
    private boolean fruitful;

    @Override
    public List<X509Certificate> at(URI address, X509Certificate wanted, Issuance issuance) {
      List<X509Certificate> known = kept(address);
      boolean helps = helps(known, wanted, issuance);
      if (helps || isLeftAlone(address, wanted) || ++fetches > MAX_FETCHES) {
        return known;
      }
      List<X509Certificate> fetched = fetch(address, wanted, issuance);
      if (helps(fetched, wanted, issuance)) {
        fruitful = true;
      } else {
        vain.put(Vain.of(address, wanted), true, clock.instant().plus(LEFT_ALONE));
      }
      return fetched;
    }
  }

  private boolean isLeftAlone(URI address, X509Certificate wanted) {
    return failing.find(name(address)).isPresent()
        || vain.find(Vain.of(address, wanted)).isPresent();
  }

  private static boolean helps(
      List<X509Certificate> certificates, X509Certificate wanted, Issuance issuance) {
    return certificates.stream().anyMatch(each -> issuance.isIssuedBy(wanted, each));
  }

  private List<X509Certificate> kept(URI address) {
    return kept.find(name(address)).map(file -> IssuerFile.read(file.bytes())).orElse(List.of());
  }

  private List<X509Certificate> fetch(URI address, X509Certificate wanted, Issuance issuance) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try {
      fetcher.get(address, Fetcher.Validators.none(), LIMITS, body);
    } catch (FetchException e) {
      // Without the address: whoever made the certificate chose it.
      LOG.info("An issuer's certificate could not be fetched");
      LOG.debug("why it could not be fetched", e);
      failing.put(name(address), true, clock.instant().plus(LEFT_ALONE));
      return List.of();
    }
    List<X509Certificate> certificates =
        Climb.mostUseful(
            wanted, IssuerFile.read(body.toByteArray()), MAX_KEPT_PER_ANSWER, issuance);
    // A certificate made up to name another's address must not push out what others need.
    if (helps(certificates, wanted, issuance) || kept(address).isEmpty()) {
      kept.keep(name(address), IssuerFile.write(certificates));
    }
    return certificates;
  }

  private static String name(URI address) {
    return digest(address.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
