package org.sealpost.trust;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.sealpost.smime.SignatureCheck;

/**
 * Judges signatures and certificates against the anchors: path building and validation (RFC 5280
 * §6, RFC 8550 §4), the time, the algorithms, and whether the signer is the sender. Revocation is
 * not checked, so the best verdict is {@link Verdict.Unchecked}. Immutable and thread-safe.
 */
public final class CertificateTrust {
  /** By how much a signer's clock may be ahead of ours. */
  private static final Duration SKEW = Duration.ofMinutes(10);

  private final List<X509Certificate> anchors;
  private final PinnedAnchors pinned;
  private final Supplier<List<X509Certificate>> known;
  private final VerdictWords words = VerdictWords.english();

  /** With these anchors alone. */
  public CertificateTrust(TrustAnchors anchors) {
    this(anchors, PinnedAnchors.none(), List::of);
  }

  /**
   * With more to build paths from.
   *
   * @param pinned anchors wherever they are met, in a mail or among the known ones
   * @param known certificates of CAs that are at hand, and not trusted for that; must be quick and
   *     safe for use by many threads
   */
  public CertificateTrust(
      TrustAnchors anchors, PinnedAnchors pinned, Supplier<List<X509Certificate>> known) {
    this.anchors = anchors.certificates().stream().map(CertificateTrust::platform).toList();
    this.pinned = pinned;
    this.known = known;
  }

  /**
   * The verdict on one signature. The path is judged at the signing time where the signature tells
   * one that is not in the future, otherwise at {@code at}. A signing time is only the signer's
   * claim, and whoever got hold of an expired key can claim any: where the path no longer holds at
   * {@code at}, the reason says so.
   *
   * @param from the addresses that the mail says it is from; the signer is the sender only if the
   *     certificate carries all of them, and there is at least one. Mail clients show the first of
   *     several or all, so one signer does not speak for another's address. (RFC 8550 §3 is content
   *     with one match, and lets the Sender field count as well, which mail clients hardly show.)
   * @param at the time to judge at where the signature does not tell one
   */
  public Verdict judge(SignatureCheck signature, List<String> from, Instant at) {
    return switch (signature.outcome()) {
      case SignatureCheck.Outcome.Broken(String reason) ->
          new Verdict.Invalid(PlainText.of(reason));
      case SignatureCheck.Outcome.Undecidable(String reason) ->
          new Verdict.Untrusted(PlainText.of(reason));
      case SignatureCheck.Outcome.Holds() ->
          signature
              .signer()
              .map(signer -> judge(signature, signer, from, at))
              .orElseGet(() -> new Verdict.Untrusted(words.noCertificate()));
    };
  }

  private Verdict judge(
      SignatureCheck signature, X509Certificate signer, List<String> from, Instant now) {
    Optional<Instant> claimed =
        signature.signingTime().filter(time -> !time.isAfter(now.plus(SKEW)));
    Instant at = claimed.orElse(now);
    return switch (find(signer, signature.enclosed(), CertificateUsage.SIGNING, at)) {
      case Finding.Fails(PathProblem problem) -> new Verdict.Untrusted(words.problem(problem));
      case Finding.Holds(CertificatePath path) -> {
        List<String> addresses = CertificateNames.addresses(signer);
        if (!isSender(addresses, from)) {
          yield new Verdict.NotTheSender(words.signer(signer, addresses));
        }
        List<String> notes = new ArrayList<>();
        notes.add(words.revocationNotChecked());
        notes.addAll(timeNotes(signature, path, at, now));
        notes.addAll(weaknessNotes(signature, path));
        yield new Verdict.Unchecked(String.join(" ", notes));
      }
    };
  }

  private static boolean isSender(List<String> addresses, List<String> from) {
    Set<String> carried = new HashSet<>(addresses);
    return !from.isEmpty()
        && from.stream()
            .map(MailAddress::normalise)
            .allMatch(address -> address.filter(carried::contains).isPresent());
  }

  private List<String> timeNotes(
      SignatureCheck signature, CertificatePath path, Instant at, Instant now) {
    List<String> notes = new ArrayList<>();
    signature
        .signingTime()
        .filter(time -> time.isAfter(now.plus(SKEW)))
        .ifPresent(time -> notes.add(words.claimedInFuture(time, now)));
    if (!at.equals(now)) {
      PathValidator.check(path, CertificateUsage.SIGNING, now)
          .ifPresent(problem -> notes.add(words.onlyAtClaimedTime(problem, at)));
    }
    return notes;
  }

  private List<String> weaknessNotes(SignatureCheck signature, CertificatePath path) {
    List<String> notes = new ArrayList<>();
    if (signature.weak()) {
      notes.add(words.weakSignature(signature.digest(), path.end()));
    }
    Algorithms.weaknesses(path).forEach(weakness -> notes.add(words.weakness(weakness)));
    return notes;
  }

  /**
   * Whether a certificate may be encrypted to at {@code at}: its usage, its validity, its path to
   * an anchor, and a key that is long enough for new mail (RSA of 2048 bits).
   *
   * @param helpers certificates of CAs that may stand between it and the anchor; they need not be
   *     trusted
   */
  public EncryptionUse encryptionUse(
      X509Certificate certificate, Collection<X509Certificate> helpers, Instant at) {
    return switch (find(certificate, helpers, CertificateUsage.ENCRYPTION, at)) {
      case Finding.Fails(PathProblem problem) -> new EncryptionUse.Unusable(problem);
      case Finding.Holds(CertificatePath path) ->
          Algorithms.weakKey(certificate)
              .<EncryptionUse>map(
                  key -> new EncryptionUse.Unusable(new PathProblem.WeakKey(certificate, key)))
              .orElseGet(() -> new EncryptionUse.Usable(path.intermediates()));
    };
  }

  /**
   * What keeps a certificate of the user's own from being of use in new mail at {@code at}: its
   * path to an anchor, its validity, its usage, or a key that is too short.
   *
   * @param helpers as for {@link #encryptionUse}
   */
  public Optional<PathProblem> problem(
      X509Certificate certificate,
      Collection<X509Certificate> helpers,
      CertificateUsage usage,
      Instant at) {
    return switch (find(certificate, helpers, usage, at)) {
      case Finding.Fails(PathProblem problem) -> Optional.of(problem);
      case Finding.Holds _ ->
          Algorithms.weakKey(certificate).map(key -> new PathProblem.WeakKey(certificate, key));
    };
  }

  /**
   * As {@link #encryptionUse} for a certificate that the user trusts by an own act: all but the
   * path to an anchor.
   */
  public static Optional<PathProblem> encryptionProblemOfItself(
      X509Certificate certificate, Instant at) {
    CertificatePath alone = new CertificatePath(List.of(), certificate);
    return PathValidator.check(alone, CertificateUsage.ENCRYPTION, at)
        .or(
            () ->
                Algorithms.weakKey(certificate)
                    .map(key -> new PathProblem.WeakKey(certificate, key)));
  }

  private Finding find(
      X509Certificate certificate,
      Collection<X509Certificate> helpers,
      CertificateUsage usage,
      Instant at) {
    PathSearch.Result result;
    try {
      X509Certificate end = PathValidator.platform(certificate);
      List<X509Certificate> others =
          Stream.concat(readable(helpers), readable(known.get())).distinct().toList();
      List<X509Certificate> trusted =
          Stream.concat(anchors.stream(), others.stream().filter(pinned::contains))
              .distinct()
              .toList();
      result = PathSearch.find(end, trusted, others);
    } catch (CertificateException e) {
      return new Finding.Fails(
          new PathProblem.Malformed(certificate, PlainText.of(String.valueOf(e.getMessage()))));
    }
    Optional<PathProblem> first = Optional.empty();
    for (CertificatePath path : result.paths()) {
      Optional<PathProblem> problem = PathValidator.check(path, usage, at);
      if (problem.isEmpty()) {
        return new Finding.Holds(path);
      }
      first = first.or(() -> problem);
    }
    return new Finding.Fails(first.orElseGet(result::deadEnd));
  }

  /** One that cannot be read helps nobody, and must not harm the others. */
  private static Stream<X509Certificate> readable(Collection<X509Certificate> helpers) {
    return helpers.stream().flatMap(CertificateTrust::readable);
  }

  private static Stream<X509Certificate> readable(X509Certificate helper) {
    try {
      return Stream.of(PathValidator.platform(helper));
    } catch (CertificateException e) {
      return Stream.empty();
    }
  }

  private static X509Certificate platform(X509Certificate certificate) {
    try {
      return PathValidator.platform(certificate);
    } catch (CertificateException e) {
      throw new IllegalArgumentException("not an X.509 certificate", e);
    }
  }

  private sealed interface Finding {
    record Holds(CertificatePath path) implements Finding {}

    record Fails(PathProblem problem) implements Finding {}
  }
}
