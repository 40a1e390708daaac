package org.sealpost.trust.crl;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sealpost.trust.crl.CrlSource.Consulted;
import org.sealpost.trust.revocation.RevocationStatus;
import org.sealpost.trust.revocation.RevocationStatus.Cause;
import org.sealpost.trust.revocation.RevocationStatus.Unknown;

/** One question about one certificate, and the lists that may answer it. Thread-safe. */
final class Inquiry {
  /** Where sources come from. */
  interface Sources {
    CrlSource source(Place place, X509Certificate issuer, boolean delta);

    Expectation expectation(Place place, X509Certificate issuer, boolean delta);

    Instant now();
  }

  private final Sources sources;
  private final X509Certificate certificate;
  private final X509Certificate issuer;
  private final List<Place> places;

  /**
   * @param places in the order in which they are asked
   */
  Inquiry(
      Sources sources, X509Certificate certificate, X509Certificate issuer, List<Place> places) {
    this.sources = sources;
    this.certificate = certificate;
    this.issuer = issuer;
    this.places = List.copyOf(places);
  }

  /**
   * What is known without asking anyone.
   *
   * @param whole whether nothing is missing that would have to be fetched
   */
  record AtHand(RevocationStatus status, boolean whole) {}

  /** What the lists at hand say, if one that is in date says something. */
  Optional<AtHand> atHand() {
    for (Place place : places) {
      CrlSource source = sources.source(place, issuer, false);
      Optional<Consulted> list =
          source
              .consult(certificate)
              .filter(found -> ListRules.isCurrent(found.header(), sources.now()));
      if (list.isPresent()) {
        RevocationStatus status = judge(list.get(), place);
        if (!(status instanceof Unknown)) {
          List<CrlSource> deltas =
              deltas(list.get(), place).stream()
                  .map(delta -> sources.source(delta, issuer, true))
                  .toList();
          boolean missing = deltas.stream().anyMatch(CrlSource::isWanting);
          return Optional.of(new AtHand(amended(status, list.get(), deltas), !missing));
        }
      }
    }
    return Optional.empty();
  }

  /** What is known after all lists that are missing were fetched; takes long. */
  RevocationStatus pursue() {
    List<Cause> causes = new ArrayList<>();
    for (Place place : places) {
      CrlSource source = obtain(place, false);
      Optional<Consulted> list = source.consult(certificate);
      RevocationStatus status =
          list.map(found -> judge(found, place)).orElseGet(() -> missing(source));
      if (status instanceof Unknown(Cause cause)) {
        causes.add(cause);
      } else {
        Consulted base = list.orElseThrow();
        List<CrlSource> deltas =
            deltas(base, place).stream().map(delta -> obtain(delta, true)).toList();
        return amended(status, base, deltas);
      }
    }
    return new Unknown(worst(causes));
  }

  /** The first address that has to be asked. */
  String next() {
    return places.stream()
        .filter(place -> sources.source(place, issuer, false).isWanting())
        .findFirst()
        .orElse(places.getFirst())
        .uri()
        .toString();
  }

  private CrlSource obtain(Place place, boolean delta) {
    CrlSource source = sources.source(place, issuer, delta);
    if (source.isWanting()) {
      source.fetch(sources.expectation(place, issuer, delta), false).join();
    }
    return source;
  }

  private RevocationStatus judge(Consulted list, Place place) {
    return ListRules.judge(list, place, certificate, issuer, sources.now());
  }

  private static Unknown missing(CrlSource source) {
    return new Unknown(
        source.failedLately().orElseGet(() -> new Cause.NotYet(source.uri().toString())));
  }

  private List<Place> deltas(Consulted base, Place place) {
    List<URI> named = base.header().list().extensions().deltas();
    return Stream.concat(Place.deltas(certificate).stream(), named.stream())
        .distinct()
        .limit(2)
        .map(place::delta)
        .toList();
  }

  private RevocationStatus amended(RevocationStatus known, Consulted base, List<CrlSource> deltas) {
    RevocationStatus status = known;
    for (CrlSource source : deltas) {
      Optional<Consulted> delta =
          source.consult(certificate).filter(found -> ListRules.amends(found, base, sources.now()));
      if (delta.isPresent()) {
        status = ListRules.amend(status, delta.get());
      }
    }
    return status;
  }

  /** What every list would say, before what kept one of them from answering. */
  private static Cause worst(List<Cause> causes) {
    return causes.stream()
        .filter(Cause.ExpiredBefore.class::isInstance)
        .findFirst()
        .orElseGet(causes::getFirst);
  }
}
