package org.sealpost.trust;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;

/**
 * What judgements rest on. The suppliers must be quick and safe for use by many threads.
 *
 * @param anchors as they are now
 * @param pinned anchors wherever they are met, in a mail or among the known ones
 * @param known certificates of CAs that are at hand, and not trusted for that
 */
public record TrustBasis(
    Supplier<List<Anchor>> anchors,
    PinnedAnchors pinned,
    Supplier<List<X509Certificate>> known,
    IssuerSearch issuers,
    RevocationPolicy revocation,
    OwnWord ownWord,
    Sightings sightings) {
  /** These anchors and nothing else. */
  public static TrustBasis of(TrustAnchors anchors) {
    return new TrustBasis(
        anchors::anchors,
        PinnedAnchors.none(),
        List::of,
        IssuerSearch.none(),
        RevocationPolicy.off(),
        OwnWord.none(),
        Sightings.none());
  }

  public TrustBasis withAnchors(Supplier<List<Anchor>> others) {
    return new TrustBasis(others, pinned, known, issuers, revocation, ownWord, sightings);
  }

  public TrustBasis withPinned(PinnedAnchors others) {
    return new TrustBasis(anchors, others, known, issuers, revocation, ownWord, sightings);
  }

  public TrustBasis withKnown(Supplier<List<X509Certificate>> others) {
    return new TrustBasis(anchors, pinned, others, issuers, revocation, ownWord, sightings);
  }

  public TrustBasis withIssuers(IssuerSearch other) {
    return new TrustBasis(anchors, pinned, known, other, revocation, ownWord, sightings);
  }

  public TrustBasis withRevocation(RevocationPolicy other) {
    return new TrustBasis(anchors, pinned, known, issuers, other, ownWord, sightings);
  }

  public TrustBasis withOwnWord(OwnWord other) {
    return new TrustBasis(anchors, pinned, known, issuers, revocation, other, sightings);
  }

  public TrustBasis withSightings(Sightings other) {
    return new TrustBasis(anchors, pinned, known, issuers, revocation, ownWord, other);
  }
}
