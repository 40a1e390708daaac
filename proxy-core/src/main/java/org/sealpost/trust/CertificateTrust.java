package org.sealpost.trust;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sealpost.smime.SignatureCheck;
import org.sealpost.trust.PathFinder.Finding;

/**
 * Judges signatures and certificates: path building and validation (RFC 5280 §6, RFC 8550 §4), the
 * time, the algorithms, revocation, whether the signer is the sender, and the user's own word.
 * Waits no longer than its basis allows for what must be fetched. Thread-safe.
 */
public final class CertificateTrust {
  private final TrustBasis basis;
  private final PathFinder paths;
  private final SignatureAssessment signatures;

  public CertificateTrust(TrustBasis basis) {
    this.basis = basis;
    this.paths = new PathFinder(basis);
    this.signatures = new SignatureAssessment(basis, paths);
  }

  /** As {@link #assess}, without what it rests on. */
  public Verdict judge(SignatureCheck signature, List<String> from, Instant now) {
    return assess(signature, from, now).verdict();
  }

  /**
   * The verdict on one signature. A signing time is only the signer's claim, and whoever got hold
   * of an expired or revoked key can claim any: so the path is judged as of {@code now}, or as of
   * when the same signature was first met here, which proves that it is not younger.
   *
   * @param from the addresses that the mail says it is from; the signer is the sender only if the
   *     certificate carries all of them, or the user bound them to it, and there is at least one.
   *     Mail clients show the first of several or all, so one signer does not speak for another's
   *     address. (RFC 8550 §3 is content with one match, and lets the Sender field count as well,
   *     which mail clients hardly show.)
   */
  public Assessment assess(SignatureCheck signature, List<String> from, Instant now) {
    return switch (signature.outcome()) {
      case SignatureCheck.Outcome.Broken(var reason) ->
          Assessment.of(new Verdict.Invalid(reason), now);
      case SignatureCheck.Outcome.Undecidable(var reason) ->
          Assessment.of(new Verdict.Untrusted(new Objection.Untold(reason), List.of()), now);
      case SignatureCheck.Outcome.Holds() ->
          signature
              .signer()
              .map(signer -> signatures.assess(signature, signer, from, now))
              .orElseGet(
                  () ->
                      Assessment.of(
                          new Verdict.Untrusted(new Objection.NoCertificate(), List.of()), now));
    };
  }

  /**
   * The addresses that are a certificate's holder's: those that it carries, then those that the
   * user bound to it.
   */
  public List<String> addresses(X509Certificate certificate) {
    return Stream.concat(
            CertificateNames.addresses(certificate).stream(),
            basis.ownWord().bindings(certificate).stream().map(OwnWord.Binding::address))
        .distinct()
        .toList();
  }

  /**
   * Whether a certificate may be encrypted to at {@code at}: its usage, its validity, its path to
   * an anchor, revocation as the mode demands, and a key that is long enough for new mail (RSA of
   * 2048 bits). The user's own word counts for a path, and never for a key or against a revocation.
   *
   * @param helpers certificates of CAs that may stand between it and the anchor; they need not be
   *     trusted
   * @param address of the recipient
   */
  public EncryptionUse encryptionUse(
      X509Certificate certificate,
      Collection<X509Certificate> helpers,
      String address,
      Instant at) {
    Optional<Decision> word = basis.ownWord().on(certificate, at);
    Optional<PathProblem> denied = denied(certificate, word);
    if (denied.isPresent()) {
      return new EncryptionUse.Unusable(denied.get());
    }
    Finding finding = find(certificate, helpers, List.of(address), CertificateUsage.ENCRYPTION, at);
    EncryptionUse use =
        switch (finding) {
          case Finding.Fails(PathProblem problem, _) -> new EncryptionUse.Unusable(problem);
          case Finding.Holds(CertificatePath path) ->
              weakness(certificate)
                  .or(() -> revocationProblem(path))
                  .<EncryptionUse>map(EncryptionUse.Unusable::new)
                  .orElseGet(() -> new EncryptionUse.Usable(path.intermediates()));
        };
    return word.isPresent() && use instanceof EncryptionUse.Unusable(PathProblem problem)
        ? overridden(certificate, helpers, problem, at)
        : use;
  }

  private static Optional<PathProblem> denied(
      X509Certificate certificate, Optional<Decision> word) {
    return word.filter(decision -> decision.kind() == Decision.Kind.DENY)
        .map(decision -> new PathProblem.Denied(certificate, decision));
  }

  private EncryptionUse overridden(
      X509Certificate certificate,
      Collection<X509Certificate> helpers,
      PathProblem problem,
      Instant at) {
    return stubborn(problem)
        .or(() -> encryptionProblemOfOwnWord(certificate, helpers, at))
        .<EncryptionUse>map(EncryptionUse.Unusable::new)
        .orElseGet(() -> new EncryptionUse.Usable(List.of()));
  }

  private static Optional<PathProblem> stubborn(PathProblem problem) {
    return problem instanceof PathProblem.Revoked ? Optional.of(problem) : Optional.empty();
  }

  /**
   * What keeps a certificate of the user's own from being of use in new mail at {@code at}: its
   * path to an anchor, its validity, its usage, or a key that is too short. Revocation is not
   * looked up.
   *
   * @param helpers as for {@link #encryptionUse}
   * @param addresses for which the anchor must count
   */
  public Optional<PathProblem> problem(
      X509Certificate certificate,
      Collection<X509Certificate> helpers,
      Collection<String> addresses,
      CertificateUsage usage,
      Instant at) {
    return switch (find(certificate, helpers, addresses, usage, at)) {
      case Finding.Fails(PathProblem problem, _) -> Optional.of(problem);
      case Finding.Holds _ -> weakness(certificate);
    };
  }

  /**
   * The path by which a certificate holds at {@code at} for what it is meant for, from it to the
   * anchor; empty if there is none. Revocation is not looked up.
   *
   * @param helpers as for {@link #encryptionUse}
   */
  public List<X509Certificate> path(
      X509Certificate certificate, Collection<X509Certificate> helpers, Instant at) {
    CertificateUsage usage =
        CertificateUsage.canSign(certificate)
            ? CertificateUsage.SIGNING
            : CertificateUsage.ENCRYPTION;
    List<String> addresses = CertificateNames.addresses(certificate);
    return switch (find(certificate, helpers, addresses, usage, at)) {
      case Finding.Holds(CertificatePath path) -> path.whole();
      case Finding.Fails _ -> List.of();
    };
  }

  /**
   * As {@link #encryptionUse} for a certificate that the user trusts by an own act: all but the
   * path to an anchor. A revocation counts where the issuer is at hand, and a later denial, of it
   * or of a CA above, counts more than the act. That revocation is not known is no obstacle,
   * whatever the mode: the user vouches for it.
   */
  public Optional<PathProblem> encryptionProblemOfOwnWord(
      X509Certificate certificate, Collection<X509Certificate> helpers, Instant at) {
    return denied(certificate, basis.ownWord().on(certificate, at))
        .or(() -> encryptionProblemOfItself(certificate, at))
        .or(() -> knownAgainst(certificate, helpers, at));
  }

  /** As {@link #encryptionProblemOfOwnWord}, without a look at revocation. */
  public static Optional<PathProblem> encryptionProblemOfItself(
      X509Certificate certificate, Instant at) {
    CertificatePath alone = new CertificatePath(List.of(), certificate);
    return PathValidator.check(alone, CertificateUsage.ENCRYPTION, at)
        .or(() -> weakness(certificate));
  }

  /** A revocation, or a denial of a CA above: what no own word is against. */
  private Optional<PathProblem> knownAgainst(
      X509Certificate certificate, Collection<X509Certificate> helpers, Instant at) {
    List<String> addresses = CertificateNames.addresses(certificate);
    return switch (find(certificate, helpers, addresses, CertificateUsage.ENCRYPTION, at)) {
      case Finding.Holds(CertificatePath path) -> revoked(path);
      case Finding.Fails(PathProblem.Denied denied, _) -> Optional.of(denied);
      case Finding.Fails(_, Optional<CertificatePath> nearest) ->
          nearest
              .filter(path -> !path.certificates().isEmpty())
              .or(
                  () ->
                      paths
                          .issuer(certificate, helpers)
                          .map(issuer -> new CertificatePath(List.of(certificate), issuer)))
              .flatMap(this::revoked);
    };
  }

  /** Whether the key of one CA that is at hand made both certificates. */
  public boolean haveOneIssuer(
      X509Certificate one, X509Certificate other, Collection<X509Certificate> helpers) {
    return paths
        .issuer(one, helpers)
        .filter(issuer -> PathSearch.issued(other, issuer))
        .isPresent();
  }

  private Optional<PathProblem> revoked(CertificatePath path) {
    return RevocationLook.take(basis.revocation(), path, patience()).revoked();
  }

  private Optional<PathProblem> revocationProblem(CertificatePath path) {
    RevocationLook look = RevocationLook.take(basis.revocation(), path, patience());
    return look.revoked().or(() -> look.unacceptable(basis.revocation().mode()));
  }

  private Finding find(
      X509Certificate certificate,
      Collection<X509Certificate> helpers,
      Collection<String> addresses,
      CertificateUsage usage,
      Instant at) {
    return paths.find(certificate, helpers, addresses, usage, at, patience());
  }

  private Duration patience() {
    return basis.revocation().patience();
  }

  private static Optional<PathProblem> weakness(X509Certificate certificate) {
    return Algorithms.weakKey(certificate).map(key -> new PathProblem.WeakKey(certificate, key));
  }
}
