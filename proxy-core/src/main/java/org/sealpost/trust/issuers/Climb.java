package org.sealpost.trust.issuers;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Stream;
import org.sealpost.trust.fetch.AuthorityInformation;

/**
 * Goes up from a certificate to its issuers and theirs, through what is at hand and, where that
 * ends, through what {@link Shelf} has. One climb: not reusable, not thread-safe.
 */
final class Climb {
  private static final int MAX_DEPTH = 4;

  private final Collection<X509Certificate> helpers;
  private final Shelf shelf;
  private final Issuance issuance = new Issuance();
  private final SequencedSet<X509Certificate> found = new LinkedHashSet<>();

  /** Where certificates of issuers are got from. */
  @FunctionalInterface
  interface Shelf {
    /**
     * What stands at an address.
     *
     * @param wanted the certificate whose issuer is looked for
     */
    List<X509Certificate> at(URI address, X509Certificate wanted, Issuance issuance);
  }

  Climb(Collection<X509Certificate> helpers, Shelf shelf) {
    this.helpers = helpers;
    this.shelf = shelf;
  }

  /** What was found in addition to what was at hand, from below upward. */
  List<X509Certificate> from(X509Certificate end) {
    Set<X509Certificate> level = Set.of(end);
    for (int depth = 0; depth < MAX_DEPTH && !level.isEmpty(); depth++) {
      Set<X509Certificate> above = new LinkedHashSet<>();
      level.stream()
          .filter(certificate -> !Issuance.isSelfIssued(certificate))
          .forEach(certificate -> above.addAll(issuers(certificate)));
      level = above;
    }
    return List.copyOf(found);
  }

  private List<X509Certificate> issuers(X509Certificate certificate) {
    List<X509Certificate> issuers =
        among(certificate, Stream.concat(helpers.stream(), found.stream()));
    for (URI address : AuthorityInformation.issuers(certificate)) {
      if (!issuers.isEmpty()) {
        break;
      }
      issuers = among(certificate, shelf.at(address, certificate, issuance).stream());
      found.addAll(issuers);
    }
    return issuers;
  }

  private List<X509Certificate> among(
      X509Certificate certificate, Stream<X509Certificate> candidates) {
    return candidates
        .filter(candidate -> issuance.isIssuedBy(certificate, candidate))
        .distinct()
        .toList();
  }

  /**
   * Those that lead up from {@code certificate} before the others, and no more than {@code most}.
   */
  static List<X509Certificate> mostUseful(
      X509Certificate certificate,
      List<X509Certificate> certificates,
      int most,
      Issuance issuance) {
    SequencedSet<X509Certificate> ordered = new LinkedHashSet<>();
    List<X509Certificate> level = List.of(certificate);
    while (!level.isEmpty()) {
      List<X509Certificate> above = new ArrayList<>();
      for (X509Certificate each : level) {
        certificates.stream()
            .filter(candidate -> !ordered.contains(candidate))
            .filter(candidate -> issuance.isIssuedBy(each, candidate))
            .forEach(above::add);
      }
      ordered.addAll(above);
      level = above;
    }
    ordered.addAll(certificates);
    return ordered.stream().limit(most).toList();
  }
}
