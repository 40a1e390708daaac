package org.sealpost.trust.crl;

import java.math.BigInteger;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;

/**
 * What a list tells in its extensions (RFC 5280 §5.2).
 *
 * @param number cRLNumber
 * @param baseNumber deltaCRLIndicator: of the complete list that this one amends
 * @param keyIdentifier of the key that signed it, in hexadecimal
 * @param expiredSince expiredCertsOnCRL (X.509 §9.5.2.8): certificates that expired then or later
 *     are still listed
 * @param deltas where lists are that amend this one (freshestCRL)
 */
record ListExtensions(
    Optional<BigInteger> number,
    Optional<BigInteger> baseNumber,
    Optional<String> keyIdentifier,
    ListScope scope,
    Optional<Instant> expiredSince,
    List<URI> deltas) {
  private static final ASN1ObjectIdentifier EXPIRED_CERTS_ON_CRL =
      new ASN1ObjectIdentifier("2.5.29.60");

  private static final Set<ASN1ObjectIdentifier> KNOWN =
      Set.of(
          Extension.authorityKeyIdentifier,
          Extension.issuerAlternativeName,
          Extension.cRLNumber,
          Extension.deltaCRLIndicator,
          Extension.issuingDistributionPoint,
          Extension.freshestCRL,
          Extension.authorityInfoAccess,
          EXPIRED_CERTS_ON_CRL);

  static final ListExtensions NONE =
      new ListExtensions(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          ListScope.COMPLETE,
          Optional.empty(),
          List.of());

  ListExtensions {
    deltas = List.copyOf(deltas);
  }

  /**
   * @param encoded Extensions
   * @throws CrlException if one is critical and not known, or damaged
   */
  static ListExtensions parse(byte[] encoded) throws CrlException {
    try {
      Extensions extensions = Extensions.getInstance(DerCursor.checked(encoded));
      for (ASN1ObjectIdentifier id : extensions.getCriticalExtensionOIDs()) {
        if (!KNOWN.contains(id)) {
          throw CrlException.of("list.critical", id.getId());
        }
      }
      return new ListExtensions(
          number(extensions, Extension.cRLNumber),
          number(extensions, Extension.deltaCRLIndicator),
          value(extensions, Extension.authorityKeyIdentifier)
              .map(AuthorityKeyIdentifier::getInstance)
              .flatMap(identifier -> Optional.ofNullable(identifier.getKeyIdentifierOctets()))
              .map(HexFormat.of()::formatHex),
          value(extensions, Extension.issuingDistributionPoint)
              .map(point -> ListScope.of(IssuingDistributionPoint.getInstance(point)))
              .orElse(ListScope.COMPLETE),
          expiredSince(extensions),
          value(extensions, Extension.freshestCRL)
              .map(points -> addresses(CRLDistPoint.getInstance(points)))
              .orElse(List.of()));
    } catch (IllegalArgumentException
        | IllegalStateException
        | ClassCastException
        | DateTimeException
        | java.io.UncheckedIOException e) {
      throw CrlException.malformed("an extension of the list is not what it should be", e);
    }
  }

  private static Optional<BigInteger> number(Extensions extensions, ASN1ObjectIdentifier id)
      throws CrlException {
    Optional<BigInteger> number =
        value(extensions, id).map(value -> ASN1Integer.getInstance(value).getValue());
    if (number.filter(value -> value.signum() < 0 || value.bitLength() > 512).isPresent()) {
      throw CrlException.malformed("a list number out of bounds");
    }
    return number;
  }

  private static Optional<Instant> expiredSince(Extensions extensions) throws CrlException {
    Extension extension = extensions.getExtension(EXPIRED_CERTS_ON_CRL);
    if (extension == null) {
      return Optional.empty();
    }
    byte[] time = extension.getExtnValue().getOctets();
    return Optional.of(Instant.ofEpochSecond(new DerCursor().over(time, 0).time(time.length)));
  }

  private static Optional<ASN1Primitive> value(Extensions extensions, ASN1ObjectIdentifier id)
      throws CrlException {
    Extension extension = extensions.getExtension(id);
    if (extension == null) {
      return Optional.empty();
    }
    DerCursor.checked(extension.getExtnValue().getOctets());
    ASN1Encodable value = extension.getParsedValue();
    return Optional.of(value.toASN1Primitive());
  }

  /** All HTTP addresses of the distribution points. */
  static List<URI> addresses(CRLDistPoint points) {
    List<URI> addresses = new ArrayList<>();
    for (DistributionPoint point : points.getDistributionPoints()) {
      DistributionPointName name = point.getDistributionPoint();
      if (name != null && name.getType() == DistributionPointName.FULL_NAME) {
        addresses.addAll(GeneralNameText.addresses(GeneralNames.getInstance(name.getName())));
      }
    }
    return addresses.stream().distinct().toList();
  }
}
