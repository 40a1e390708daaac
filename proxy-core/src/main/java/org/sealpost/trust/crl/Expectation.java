package org.sealpost.trust.crl;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a list must be to be kept as that of a source.
 *
 * @param signers the certificates of those who may have made it
 * @param names of the distribution point, of which a partition must have one
 * @param delta whether it must be one that amends another
 */
record Expectation(List<X509Certificate> signers, Set<String> names, boolean delta) {
  /** By how much a CA's clock may be ahead of ours. */
  static final Duration SKEW = Duration.ofMinutes(10);

  Expectation {
    signers = List.copyOf(signers);
    names = Set.copyOf(names);
  }

  /** That of a list which takes this one's place. */
  static Expectation like(IndexHeader kept) {
    Set<String> names = new HashSet<>(kept.list().extensions().scope().names());
    names.add(GeneralNameText.of(kept.source()));
    return new Expectation(
        List.of(kept.list().signer()), names, kept.list().extensions().baseNumber().isPresent());
  }

  /**
   * Refuses a list that is of another kind, of no use, or older than the one that is kept.
   *
   * @throws CrlException why
   */
  void check(RevocationList list, Optional<RevocationList> kept, URI source, Instant now)
      throws CrlException {
    if (list.extensions().baseNumber().isPresent() != delta) {
      throw CrlException.of(delta ? "list.no-delta" : "list.delta");
    }
    ListScope scope = list.extensions().scope();
    if (scope.partition() && scope.names().stream().noneMatch(names::contains)) {
      throw CrlException.of("list.other-partition", source);
    }
    if (list.thisUpdate().isAfter(now.plus(SKEW))) {
      throw CrlException.of("list.future", list.thisUpdate());
    }
    if (list.nextUpdate().isEmpty()) {
      throw CrlException.of("list.no-next");
    }
    if (kept.isPresent() && isOlder(list, kept.get())) {
      throw CrlException.of("list.older", list.thisUpdate(), kept.get().thisUpdate());
    }
  }

  private static boolean isOlder(RevocationList list, RevocationList kept) {
    boolean lowerNumber =
        list.extensions()
            .number()
            .flatMap(number -> kept.extensions().number().map(before -> number.compareTo(before)))
            .filter(order -> order < 0)
            .isPresent();
    return lowerNumber || list.thisUpdate().isBefore(kept.thisUpdate());
  }
}
