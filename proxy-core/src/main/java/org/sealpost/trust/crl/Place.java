package org.sealpost.trust.crl;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;

/**
 * Where a list about a certificate may be (cRLDistributionPoints, RFC 5280 §4.2.1.13).
 *
 * @param names of the distribution point ({@link GeneralNameText}), of which a partition must have
 *     one
 * @param speakers the names of those who issue the list in the place of the certificate's issuer;
 *     none if it does so itself
 * @param someReasons whether the list is about some reasons only
 */
record Place(URI uri, Set<String> names, Set<String> speakers, boolean someReasons) {
  /** A certificate names one or two; a hundred would be an attack on whoever is asked. */
  private static final int MAX_PLACES = 8;

  Place {
    names = Set.copyOf(names);
    speakers = Set.copyOf(speakers);
  }

  /** Of a complete list that someone configured. */
  static Place configured(URI uri) {
    return new Place(uri, Set.of(GeneralNameText.of(uri)), Set.of(), false);
  }

  /** A list of amendments is about the same certificates as the one that it amends. */
  Place delta(URI delta) {
    Set<String> all = new HashSet<>(names);
    all.add(GeneralNameText.of(delta));
    return new Place(delta, all, speakers, someReasons);
  }

  /** Those that the certificate names and that can be fetched over HTTP. */
  static List<Place> of(X509Certificate certificate) {
    List<Place> places = new ArrayList<>();
    points(certificate, Extension.cRLDistributionPoints)
        .ifPresent(
            points -> {
              for (DistributionPoint point : points.getDistributionPoints()) {
                places.addAll(of(point, certificate));
              }
            });
    return places.stream().distinct().limit(MAX_PLACES).toList();
  }

  /** Where the certificate says that lists are that amend those (freshestCRL). */
  static List<URI> deltas(X509Certificate certificate) {
    return points(certificate, Extension.freshestCRL)
        .map(ListExtensions::addresses)
        .orElse(List.of());
  }

  private static List<Place> of(DistributionPoint point, X509Certificate certificate) {
    DistributionPointName name = point.getDistributionPoint();
    if (name == null || name.getType() != DistributionPointName.FULL_NAME) {
      return List.of();
    }
    GeneralNames full = GeneralNames.getInstance(name.getName());
    Set<String> names = Set.copyOf(GeneralNameText.all(full));
    Set<String> speakers = speakers(point, certificate);
    return GeneralNameText.addresses(full).stream()
        .map(uri -> new Place(uri, names, speakers, point.getReasons() != null))
        .toList();
  }

  /** Some CAs name themselves, which says no more than naming nobody. */
  private static Set<String> speakers(DistributionPoint point, X509Certificate certificate) {
    if (point.getCRLIssuer() == null) {
      return Set.of();
    }
    Set<String> speakers = Set.copyOf(GeneralNameText.all(point.getCRLIssuer()));
    String issuer = GeneralNameText.of(certificate.getIssuerX500Principal());
    return speakers.contains(issuer) ? Set.of() : speakers;
  }

  /** An extension that cannot be read names no place. */
  private static Optional<CRLDistPoint> points(
      X509Certificate certificate, ASN1ObjectIdentifier id) {
    byte[] value = certificate.getExtensionValue(id.getId());
    if (value == null) {
      return Optional.empty();
    }
    try {
      byte[] inner = DerCursor.checked(ASN1OctetString.getInstance(value).getOctets());
      CRLDistPoint points = CRLDistPoint.getInstance(inner);
      for (DistributionPoint point : points.getDistributionPoints()) {
        GeneralNameText.check(point);
      }
      return Optional.of(points);
    } catch (CrlException
        | IllegalArgumentException
        | IllegalStateException
        | ClassCastException _) {
      return Optional.empty();
    }
  }
}
