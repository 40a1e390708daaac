package org.sealpost.trust.ocsp;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.sealpost.trust.fetch.AuthorityInformation;
import org.sealpost.trust.fetch.FetchException;
import org.sealpost.trust.fetch.Fetcher;
import org.sealpost.trust.fetch.KeptAnswers;
import org.sealpost.trust.fetch.Remembered;
import org.sealpost.trust.revocation.RevocationSource;
import org.sealpost.trust.revocation.RevocationStatus;
import org.sealpost.trust.revocation.RevocationStatus.Cause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the responders that a certificate names (RFC 6960), by POST and with a nonce. An answer is
 * kept until it runs out, a week at most, in memory and in a folder, and checked again when it is
 * read from there. That a certificate is revoked for good stays known past that, as nobody can take
 * it back: else whoever keeps us from the responder could undo it. All who ask for one certificate
 * share one question, which goes on when their patience is over. A responder that fails is left
 * alone for a minute. Thread-safe.
 */
public final class OcspClient implements RevocationSource {
  private static final Logger LOG = LoggerFactory.getLogger(OcspClient.class);

  /** An answer with a delegate's certificate has a few kilobytes. */
  private static final Fetcher.Limits LIMITS = new Fetcher.Limits(64 << 10, Duration.ofSeconds(15));

  private static final Duration FOR_DELEGATES = Duration.ofSeconds(15);
  private static final Duration KEPT = Duration.ofDays(7);

  /**
   * For revocations for good. In effect the number of bytes is the limit: some thousand answers.
   */
  private static final Duration KEPT_FOR_GOOD = Duration.ofDays(7300);

  private static final long MAX_KEPT_FOR_GOOD_BYTES = 16 << 20;
  private static final Duration LEFT_ALONE = Duration.ofMinutes(1);
  private static final long MAX_KEPT_BYTES = 32 << 20;
  private static final int MAX_REMEMBERED = 1000;

  /** The longest that all responders take (RFC 8954 §2.1). */
  private static final int NONCE_LENGTH = 32;

  private final Fetcher fetcher;
  private final Signer signer;
  private final KeptAnswers kept;
  private final KeptAnswers keptForGood;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Remembered<String, RevocationStatus> known;
  private final Remembered<URI, Cause> failing;
  private final ConcurrentMap<String, CompletableFuture<RevocationStatus>> asked =
      new ConcurrentHashMap<>();

  /**
   * @param fetcher for addresses that a CA names whose path holds
   * @param delegates tells whether the certificate of a responder is revoked, where that is to be
   *     asked; should not be OCSP itself, which might go in circles
   * @param folder the program's own, for answers; need not be there
   */
  public OcspClient(Fetcher fetcher, RevocationSource delegates, Path folder, InstantSource clock) {
    this.fetcher = fetcher;
    this.signer = new Signer(delegates, FOR_DELEGATES);
    this.kept = new KeptAnswers(folder, KEPT, MAX_KEPT_BYTES, clock);
    this.keptForGood =
        new KeptAnswers(folder.resolve("revoked"), KEPT_FOR_GOOD, MAX_KEPT_FOR_GOOD_BYTES, clock);
    this.clock = clock;
    this.known = new Remembered<>(MAX_REMEMBERED, clock);
    this.failing = new Remembered<>(MAX_REMEMBERED, clock);
  }

  @Override
  public RevocationStatus status(
      X509Certificate certificate, X509Certificate issuer, Duration patience) {
    List<URI> responders = AuthorityInformation.responders(certificate);
    if (responders.isEmpty()) {
      return new RevocationStatus.Unknown(new Cause.NoSource());
    }
    Query query = new Query(certificate, issuer);
    String key = query.key();
    return known
        .find(key)
        .orElseGet(() -> await(ask(query, key, responders), responders, patience));
  }

  private static RevocationStatus await(
      CompletableFuture<RevocationStatus> answer, List<URI> responders, Duration patience) {
    try {
      return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return notYet(responders);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return notYet(responders);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static RevocationStatus notYet(List<URI> responders) {
    return new RevocationStatus.Unknown(new Cause.NotYet(responders.getFirst().toASCIIString()));
  }

  private CompletableFuture<RevocationStatus> ask(Query query, String key, List<URI> responders) {
    CompletableFuture<RevocationStatus> mine = new CompletableFuture<>();
    CompletableFuture<RevocationStatus> others = asked.putIfAbsent(key, mine);
    if (others != null) {
      return others;
    }
    Thread.ofVirtual()
        .name("ocsp")
        .start(
            () -> {
              try {
                // Another question may have come to its end since this was looked for.
                RevocationStatus status =
                    known.find(key).orElseGet(() -> learn(query, key, responders));
                // Before anybody hears it, so that nobody who asks later gets this answer again.
                asked.remove(key);
                mine.complete(status);
              } catch (RuntimeException e) {
                LOG.error("A responder could not be asked", e);
                asked.remove(key);
                mine.completeExceptionally(e);
              }
            });
    return mine;
  }

  private RevocationStatus learn(Query query, String key, List<URI> responders) {
    Optional<RevocationStatus> fromFolder =
        revokedForGood(query, key, responders.getFirst())
            .or(() -> fromFolder(query, key, responders.getFirst()));
    if (fromFolder.isPresent()) {
      return fromFolder.get();
    }
    Cause cause = new Cause.NoSource();
    for (URI responder : responders) {
      Answer.Meaning meaning =
          failing
              .find(responder)
              .<Answer.Meaning>map(failed -> new Answer.Meaning.Nothing(failed, true))
              .orElseGet(() -> ask(query, key, responder));
      switch (meaning) {
        case Answer.Meaning.Said said -> {
          return remember(key, said, clock.instant());
        }
        case Answer.Meaning.Nothing nothing -> cause = nothing.cause();
      }
    }
    RevocationStatus status = new RevocationStatus.Unknown(cause);
    known.put(key, status, clock.instant().plus(LEFT_ALONE));
    return status;
  }

  private Optional<RevocationStatus> fromFolder(Query query, String key, URI responder) {
    Optional<KeptAnswers.Kept> found = kept.find(key);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Answer answer = new Answer(query, responder, signer, clock.instant());
    return switch (answer.read(found.get().bytes(), Optional.empty())) {
      case Answer.Meaning.Said said -> Optional.of(remember(key, said, found.get().at()));
      case Answer.Meaning.Nothing _ -> {
        kept.forget(key);
        yield Optional.empty();
      }
    };
  }

  /** As it was to be understood when it came, which it still is whatever ran out since. */
  private Optional<RevocationStatus> revokedForGood(Query query, String key, URI responder) {
    Optional<KeptAnswers.Kept> found = keptForGood.find(key);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Answer answer = new Answer(query, responder, signer.ofCheckedBefore(), found.get().at());
    if (answer.read(found.get().bytes(), Optional.empty()) instanceof Answer.Meaning.Said said
        && isForGood(said)) {
      return Optional.of(remember(key, said, found.get().at()));
    }
    keptForGood.forget(key);
    return Optional.empty();
  }

  private static boolean isForGood(Answer.Meaning.Said said) {
    return said.status() instanceof RevocationStatus.Revoked revoked
        && revoked.reason().isForGood();
  }

  private RevocationStatus remember(String key, Answer.Meaning.Said said, Instant at) {
    Instant latest = at.plus(KEPT);
    Instant until = said.until().isBefore(latest) ? said.until() : latest;
    known.put(key, said.status(), isForGood(said) ? Instant.MAX : until);
    return said.status();
  }

  private Answer.Meaning ask(Query query, String key, URI responder) {
    byte[] nonce = new byte[NONCE_LENGTH];
    random.nextBytes(nonce);
    Answer.Meaning meaning;
    try {
      byte[] encoded =
          fetcher.post(responder, "application/ocsp-request", request(query, nonce), LIMITS);
      meaning =
          new Answer(query, responder, signer, clock.instant()).read(encoded, Optional.of(nonce));
      if (meaning instanceof Answer.Meaning.Said said) {
        (isForGood(said) ? keptForGood : kept).keep(key, encoded);
      }
    } catch (FetchException e) {
      meaning =
          new Answer.Meaning.Nothing(
              new Cause.NotReached(responder.toASCIIString(), e.words()), true);
    }
    if (meaning instanceof Answer.Meaning.Nothing(Cause cause, boolean byAll) && byAll) {
      failing.put(responder, cause, clock.instant().plus(LEFT_ALONE));
    }
    return meaning;
  }

  private static byte[] request(Query query, byte[] nonce) {
    try {
      Extension extension =
          Extension.create(
              OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, new DEROctetString(nonce));
      return new OCSPReqBuilder()
          .addRequest(query.id())
          .setRequestExtensions(new Extensions(extension))
          .build()
          .getEncoded();
    } catch (IOException | OCSPException e) {
      throw new IllegalStateException(e);
    }
  }
}
