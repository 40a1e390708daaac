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

  /** What the lists at hand say, if they say something. */
  Optional<AtHand> atHand() {
    for (Place place : places) {
      CrlSource source = sources.source(place, issuer, false);
      Optional<Consulted> list = source.consult(certificate);
      if (list.isPresent()) {
        List<CrlSource> deltas =
            deltas(list.get(), place).stream()
                .map(delta -> sources.source(delta, issuer, true))
                .toList();
        RevocationStatus status = amended(list.get(), place, deltas);
        if (!(status instanceof Unknown)) {
          boolean missing = source.isWanting() || deltas.stream().anyMatch(CrlSource::isWanting);
          return Optional.of(new AtHand(status, !missing));
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
      RevocationStatus status =
          source
              .consult(certificate)
              .map(list -> pursue(list, place))
              .orElseGet(() -> missing(source));
      if (status instanceof Unknown(Cause cause)) {
        causes.add(cause);
      } else {
        return status;
      }
    }
    return new Unknown(worst(causes));
  }

  private RevocationStatus pursue(Consulted list, Place place) {
    return amended(
        list, place, deltas(list, place).stream().map(delta -> obtain(delta, true)).toList());
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

  private RevocationStatus amended(Consulted list, Place place, List<CrlSource> deltas) {
    Instant now = sources.now();
    RevocationStatus known = ListRules.judge(list, place, certificate, issuer, now);
    if (!ListRules.speaks(list, place, certificate, issuer)) {
      return known;
    }
    List<Consulted> consulted =
        deltas.stream().flatMap(source -> source.consult(certificate).stream()).toList();
    return Amendments.amend(known, list, consulted, now);
  }

  /** What every list would say, before what kept one of them from answering. */
  private static Cause worst(List<Cause> causes) {
    return causes.stream()
        .filter(Cause.ExpiredBefore.class::isInstance)
        .findFirst()
        .orElseGet(causes::getFirst);
  }
}
