package org.sealpost.trust;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealpost.smime.SignatureCheck;
import org.sealpost.trust.PathFinder.Finding;
import org.sealpost.trust.revocation.RevocationStatus;

/** Assesses signatures whose mathematics hold and whose certificate is at hand. Thread-safe. */
final class SignatureAssessment {
  /** By how much a signer's clock may be ahead of ours. */
  private static final Duration SKEW = Duration.ofMinutes(10);

  private final TrustBasis basis;
  private final PathFinder paths;

  SignatureAssessment(TrustBasis basis, PathFinder paths) {
    this.basis = basis;
    this.paths = paths;
  }

  /** One signature, and as of when it is judged. */
  private record Case(
      SignatureCheck signature,
      X509Certificate signer,
      List<String> from,
      Instant now,
      Optional<Sightings.Sighting> seen) {
    Instant at() {
      return seen.map(Sightings.Sighting::at).orElse(now);
    }

    /** What the signer claims, if it can be. */
    Optional<Instant> claimed() {
      return signature.signingTime().filter(time -> !time.isAfter(now.plus(SKEW)));
    }

    List<X509Certificate> enclosed() {
      return signature.enclosed();
    }
  }

  Assessment assess(
      SignatureCheck signature, X509Certificate signer, List<String> from, Instant now) {
    Optional<Sightings.Sighting> seen =
        Optional.of(signature.id())
            .filter(id -> !id.isEmpty())
            .flatMap(basis.sightings()::first)
            .filter(sighting -> sighting.at().isBefore(now));
    Case theCase = new Case(signature, signer, from, now, seen);
    Optional<Decision> word = basis.ownWord().on(signer, now);
    if (word.filter(decision -> decision.kind() == Decision.Kind.DENY).isPresent()) {
      PathProblem denied = new PathProblem.Denied(signer, word.get());
      return Assessment.of(new Verdict.Untrusted(denied, List.of()), theCase.at());
    }
    Finding finding =
        paths.find(
            signer,
            signature.enclosed(),
            from,
            CertificateUsage.SIGNING,
            theCase.at(),
            basis.revocation().patience());
    return switch (finding) {
      case Finding.Holds(CertificatePath path) -> onPath(theCase, path, word);
      case Finding.Fails(PathProblem problem, Optional<CertificatePath> nearest) ->
          without(theCase, problem, nearest, word);
    };
  }

  private Assessment onPath(Case theCase, CertificatePath path, Optional<Decision> word) {
    RevocationLook look =
        RevocationLook.take(basis.revocation(), path, basis.revocation().patience());
    Optional<PathProblem> revoked = look.revokedBy(theCase.at());
    Optional<PathProblem> problem = revoked.or(() -> signedTooSoon(theCase, path));
    List<Remark> remarks = remarks(theCase, path, look);
    Verdict verdict;
    if (problem.isPresent()) {
      verdict = objected(theCase, problem.get(), revoked.isPresent() ? Optional.empty() : word);
    } else if (!isSender(theCase)) {
      verdict = new Verdict.NotTheSender(theCase.signer(), addresses(theCase.signer()));
    } else {
      verdict = byRevocation(theCase, look, word, remarks);
    }
    return new Assessment(verdict, path.whole(), look.statuses(), theCase.at());
  }

  private Verdict byRevocation(
      Case theCase, RevocationLook look, Optional<Decision> word, List<Remark> remarks) {
    boolean wasKnown =
        theCase.seen().isPresent()
            && basis.sightings().wasNotRevoked(theCase.signature().id(), look.path().whole());
    Optional<RevocationGap> gap = wasKnown ? Optional.empty() : look.gap();
    if (gap.isEmpty()) {
      return new Verdict.Valid(remarks);
    }
    PathProblem unknown =
        new PathProblem.RevocationUnknown(gap.get().certificate(), gap.get().cause());
    if (word.isPresent()) {
      return new Verdict.TrustedByYou(word.get(), unknown, remarks);
    }
    return switch (basis.revocation().mode()) {
      case REQUIRE -> new Verdict.Untrusted(unknown, remarks);
      case PREFER, OFF -> new Verdict.Unchecked(gap.get(), remarks);
    };
  }

  /** No certificate can have signed before there was one. */
  private static Optional<PathProblem> signedTooSoon(Case theCase, CertificatePath path) {
    return theCase
        .claimed()
        .map(claimed -> claimed.plus(SKEW))
        .filter(claimed -> claimed.isBefore(path.end().getNotBefore().toInstant()))
        .map(_ -> new PathProblem.NotYetValid(path.end()));
  }

  /** The user's word counts for a path, and never against a revocation that is known. */
  private Assessment without(
      Case theCase,
      PathProblem problem,
      Optional<CertificatePath> nearest,
      Optional<Decision> word) {
    Optional<CertificatePath> issued =
        nearest
            .filter(path -> !path.certificates().isEmpty())
            .or(
                () ->
                    paths
                        .issuer(theCase.signer(), theCase.enclosed())
                        .map(issuer -> new CertificatePath(List.of(theCase.signer()), issuer)));
    List<X509Certificate> shown = nearest.map(CertificatePath::whole).orElse(List.of());
    if (word.isEmpty()) {
      return new Assessment(objected(theCase, problem, word), shown, List.of(), theCase.at());
    }
    Optional<RevocationLook> look =
        issued.map(
            path -> RevocationLook.take(basis.revocation(), path, basis.revocation().patience()));
    Optional<PathProblem> revoked = look.flatMap(found -> found.revokedBy(theCase.at()));
    Verdict verdict =
        objected(theCase, revoked.orElse(problem), revoked.isPresent() ? Optional.empty() : word);
    return new Assessment(
        verdict,
        issued.map(CertificatePath::whole).orElse(List.of()),
        look.map(RevocationLook::statuses).orElse(List.of()),
        theCase.at());
  }

  private Verdict objected(Case theCase, PathProblem problem, Optional<Decision> word) {
    List<Remark> remarks = new ArrayList<>(timeRemarks(theCase));
    Optional<PathProblem> stubborn = stubborn(theCase.signer());
    if (word.isPresent() && stubborn.isPresent()) {
      return new Verdict.Untrusted(stubborn.get(), remarks);
    }
    if (word.isEmpty()) {
      onlyClaimed(theCase, problem).ifPresent(remarks::add);
      return new Verdict.Untrusted(problem, remarks);
    }
    return isSender(theCase)
        ? new Verdict.TrustedByYou(word.get(), problem, remarks)
        : new Verdict.NotTheSender(theCase.signer(), addresses(theCase.signer()));
  }

  /**
   * Where anyone can sign in the signer's name, nobody's word helps; nor does it make a key of one
   * that was never meant to sign. The signature on the certificate is another thing: the user
   * vouches for the certificate itself.
   */
  private static Optional<PathProblem> stubborn(X509Certificate signer) {
    return Algorithms.brokenKey(signer)
        .<PathProblem>map(key -> new PathProblem.BrokenAlgorithm(signer, key))
        .or(
            () ->
                CertificateUsage.canSign(signer)
                    ? Optional.empty()
                    : Optional.of(new PathProblem.WrongUsage(signer, CertificateUsage.SIGNING)));
  }

  /** Whether the problem was none yet at the time that the signer claims. */
  private static Optional<Remark> onlyClaimed(Case theCase, PathProblem problem) {
    return theCase
        .claimed()
        .filter(claimed -> !claimed.isBefore(problem.certificate().getNotBefore().toInstant()))
        .filter(
            claimed ->
                switch (problem) {
                  case PathProblem.Expired(X509Certificate certificate) ->
                      !claimed.isAfter(certificate.getNotAfter().toInstant());
                  case PathProblem.Revoked(_, RevocationStatus.Revoked revocation) ->
                      claimed.isBefore(revocation.since());
                  default -> false;
                })
        .map(Remark.OnlyClaimed::new);
  }

  private List<Remark> remarks(Case theCase, CertificatePath path, RevocationLook look) {
    List<Remark> remarks = new ArrayList<>(timeRemarks(theCase));
    if (theCase.seen().isPresent()) {
      List<Remark> since = new ArrayList<>();
      for (X509Certificate certificate : path.whole()) {
        if (theCase.now().isAfter(certificate.getNotAfter().toInstant())) {
          since.add(new Remark.ExpiredSince(certificate));
        }
      }
      since.addAll(look.revokedAfter(theCase.at()));
      if (!since.isEmpty()) {
        remarks.add(new Remark.SeenBefore(theCase.at()));
        remarks.addAll(since);
      }
    }
    bound(theCase).ifPresent(remarks::add);
    if (theCase.signature().weak()) {
      remarks.add(new Remark.WeakSignature(theCase.signature().digest(), path.end()));
    }
    Algorithms.weaknesses(path).stream()
        .map(weak -> new Remark.WeakCertificate(weak.certificate(), weak.algorithm()))
        .forEach(remarks::add);
    return remarks;
  }

  private static List<Remark> timeRemarks(Case theCase) {
    return theCase
        .signature()
        .signingTime()
        .filter(time -> time.isAfter(theCase.now().plus(SKEW)))
        .<Remark>map(time -> new Remark.ClaimedInFuture(time, theCase.at()))
        .map(List::of)
        .orElse(List.of());
  }

  private boolean isSender(Case theCase) {
    Set<String> carried = new HashSet<>(CertificateNames.addresses(theCase.signer()));
    basis.ownWord().bindings(theCase.signer()).forEach(bound -> carried.add(bound.address()));
    return !theCase.from().isEmpty()
        && theCase.from().stream()
            .map(MailAddress::normalise)
            .allMatch(address -> address.filter(carried::contains).isPresent());
  }

  /** The binding without which the signer would not be the sender. */
  private Optional<Remark> bound(Case theCase) {
    List<String> carried = CertificateNames.addresses(theCase.signer());
    return basis.ownWord().bindings(theCase.signer()).stream()
        .filter(bound -> !carried.contains(bound.address()))
        .filter(
            bound ->
                theCase.from().stream()
                    .map(MailAddress::normalise)
                    .anyMatch(address -> address.filter(bound.address()::equals).isPresent()))
        .findFirst()
        .map(bound -> new Remark.Bound(bound.address(), bound.since()));
  }

  private static List<String> addresses(X509Certificate signer) {
    return CertificateNames.addresses(signer);
  }
}
