package org.sealpost.trust;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the path by which a certificate holds. Anchors count only for the addresses in question;
 * issuers that are missing are fetched. Thread-safe.
 */
final class PathFinder {
  private final TrustBasis basis;

  PathFinder(TrustBasis basis) {
    this.basis = basis;
  }

  /** How a search ended. */
  sealed interface Finding {
    record Holds(CertificatePath path) implements Finding {}

    /**
     * No path holds.
     *
     * @param nearest a path that leads to an anchor, and does not hold
     */
    record Fails(PathProblem problem, Optional<CertificatePath> nearest) implements Finding {}
  }

  /**
   * A path that holds.
   *
   * @param addresses for which the anchor must count
   */
  Finding find(
      X509Certificate certificate,
      Collection<X509Certificate> helpers,
      Collection<String> addresses,
      CertificateUsage usage,
      Instant at,
      Duration patience) {
    Finding first = find(certificate, helpers, addresses, usage, at);
    return isIncomplete(first) && basis.issuers().complete(certificate, helpers, patience)
        ? find(certificate, helpers, addresses, usage, at)
        : first;
  }

  private static boolean isIncomplete(Finding finding) {
    return finding instanceof Finding.Fails(PathProblem.UnknownIssuer _, _)
        || finding instanceof Finding.Fails(PathProblem.NotIssued _, _);
  }

  private Finding find(
      X509Certificate certificate,
      Collection<X509Certificate> helpers,
      Collection<String> addresses,
      CertificateUsage usage,
      Instant at) {
    X509Certificate end;
    try {
      end = PathValidator.platform(certificate);
    } catch (CertificateException e) {
      return new Finding.Fails(
          new PathProblem.Malformed(certificate, PlainText.of(String.valueOf(e.getMessage()))),
          Optional.empty());
    }
    List<X509Certificate> others = others(end, helpers);
    List<Anchor> anchors = anchors(others);
    PathSearch.Result result = PathSearch.find(end, within(anchors, addresses), others);
    if (result.paths().isEmpty()) {
      return outside(end, anchors, others)
          .<Finding>map(problem -> new Finding.Fails(problem, Optional.empty()))
          .orElseGet(() -> new Finding.Fails(result.deadEnd(), Optional.empty()));
    }
    return first(result.paths(), usage, at);
  }

  private Finding first(List<CertificatePath> paths, CertificateUsage usage, Instant at) {
    Optional<Finding> nearest = Optional.empty();
    for (CertificatePath path : paths) {
      Optional<PathProblem> problem =
          denied(path, at).or(() -> PathValidator.check(path, usage, at));
      if (problem.isEmpty()) {
        return new Finding.Holds(path);
      }
      nearest = nearest.or(() -> Optional.of(new Finding.Fails(problem.get(), Optional.of(path))));
    }
    return nearest.orElseThrow();
  }

  private Optional<PathProblem> denied(CertificatePath path, Instant at) {
    for (X509Certificate certificate : path.whole()) {
      Optional<Decision> word =
          basis
              .ownWord()
              .on(certificate, at)
              .filter(decision -> decision.kind() == Decision.Kind.DENY);
      if (word.isPresent()) {
        return Optional.of(new PathProblem.Denied(certificate, word.get()));
      }
    }
    return Optional.empty();
  }

  /** Whether it leads to an anchor that counts for other addresses alone. */
  private static Optional<PathProblem> outside(
      X509Certificate end, List<Anchor> anchors, List<X509Certificate> others) {
    if (anchors.stream().allMatch(anchor -> anchor.scope().isAll())) {
      return Optional.empty();
    }
    List<X509Certificate> all = anchors.stream().map(Anchor::certificate).distinct().toList();
    return PathSearch.find(end, all, others).paths().stream()
        .findFirst()
        .map(path -> new PathProblem.OutsideScope(end, path.anchor()));
  }

  private static List<X509Certificate> within(List<Anchor> anchors, Collection<String> addresses) {
    return anchors.stream()
        .filter(anchor -> anchor.scope().coversAll(addresses))
        .map(Anchor::certificate)
        .distinct()
        .toList();
  }

  /** The CA that issued a certificate, where it is at hand, trusted or not. */
  Optional<X509Certificate> issuer(
      X509Certificate certificate, Collection<X509Certificate> helpers) {
    List<X509Certificate> others = others(certificate, helpers);
    return Stream.concat(anchors(others).stream().map(Anchor::certificate), others.stream())
        .filter(candidate -> PathSearch.issued(certificate, candidate))
        .findFirst();
  }

  private List<Anchor> anchors(List<X509Certificate> others) {
    Stream<Anchor> pinned =
        others.stream()
            .filter(basis.pinned()::contains)
            .map(certificate -> Anchor.of(certificate, new Anchor.Origin.Pinned()));
    return Stream.concat(basis.anchors().get().stream(), pinned).toList();
  }

  private List<X509Certificate> others(X509Certificate end, Collection<X509Certificate> helpers) {
    List<X509Certificate> atHand =
        Stream.of(helpers, basis.known().get())
            .flatMap(Collection::stream)
            .flatMap(PathFinder::readable)
            .distinct()
            .toList();
    return Stream.concat(atHand.stream(), basis.issuers().known(end, atHand).stream())
        .flatMap(PathFinder::readable)
        .distinct()
        .toList();
  }

  /** One that cannot be read helps nobody, and must not harm the others. */
  private static Stream<X509Certificate> readable(X509Certificate helper) {
    try {
      return Stream.of(PathValidator.platform(helper));
    } catch (CertificateException e) {
      return Stream.empty();
    }
  }
}
