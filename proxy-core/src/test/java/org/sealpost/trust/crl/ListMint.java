package org.sealpost.trust.crl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes lists with any defect. Without a word it is a good one without entries. */
final class ListMint {
  static final Instant REVOKED = Instant.parse("2026-03-04T05:06:07Z");

  private final List<Entry> entries = new ArrayList<>();
  private final List<Extension> extensions = new ArrayList<>();
  private X500Name issuer;
  private KeyPair keys;
  private KeyPair identified;
  private Optional<String> signature = Optional.empty();
  private Instant thisUpdate = Ca.NOW.minus(Duration.ofHours(1));
  private Optional<Instant> nextUpdate = Optional.of(Ca.NOW.plus(Duration.ofHours(23)));

  private record Entry(BigInteger serial, Instant revoked, List<Extension> extensions) {}

  ListMint(Ca ca) {
    issuer = ca.name();
    keys = ca.keys();
    identified = ca.keys();
  }

  ListMint issuer(String name) {
    issuer = new X500Name(name);
    return this;
  }

  ListMint signedWith(KeyPair wanted) {
    keys = wanted;
    return this;
  }

  ListMint signature(String algorithm) {
    signature = Optional.of(algorithm);
    return this;
  }

  ListMint from(Instant wanted) {
    thisUpdate = wanted;
    return this;
  }

  ListMint until(Instant wanted) {
    nextUpdate = Optional.of(wanted);
    return this;
  }

  ListMint forEver() {
    nextUpdate = Optional.empty();
    return this;
  }

  ListMint lists(long... serials) {
    for (long serial : serials) {
      entries.add(new Entry(BigInteger.valueOf(serial), REVOKED, List.of()));
    }
    return this;
  }

  ListMint revokes(BigInteger serial) {
    entries.add(new Entry(serial, REVOKED, List.of()));
    return this;
  }

  ListMint revokes(long serial, int reason) {
    return revokesWith(serial, extension(Extension.reasonCode, false, CRLReason.lookup(reason)));
  }

  ListMint revokesWith(long serial, Extension... with) {
    entries.add(new Entry(BigInteger.valueOf(serial), REVOKED, List.of(with)));
    return this;
  }

  static Extension invalidSince(Instant time) {
    return extension(Extension.invalidityDate, false, new ASN1GeneralizedTime(Date.from(time)));
  }

  static Extension of(Ca ca) {
    return extension(
        Extension.certificateIssuer, true, new GeneralNames(new GeneralName(ca.name())));
  }

  ListMint number(long number) {
    return with(Extension.cRLNumber, false, new ASN1Integer(number));
  }

  ListMint deltaOf(long base) {
    return with(Extension.deltaCRLIndicator, true, new ASN1Integer(base));
  }

  ListMint partition(URI... addresses) {
    return scope(
        new IssuingDistributionPoint(Ca.Points.full(addresses), false, false, null, false, false));
  }

  ListMint scope(IssuingDistributionPoint scope) {
    return with(Extension.issuingDistributionPoint, true, scope);
  }

  ListMint indirect() {
    return scope(new IssuingDistributionPoint(null, false, false, null, true, false));
  }

  ListMint onlyHolders() {
    return scope(new IssuingDistributionPoint(null, true, false, null, false, false));
  }

  ListMint onlyAuthorities() {
    return scope(new IssuingDistributionPoint(null, false, true, null, false, false));
  }

  ListMint someReasons() {
    return scope(
        new IssuingDistributionPoint(
            null, false, false, new ReasonFlags(ReasonFlags.keyCompromise), false, false));
  }

  ListMint deltasAt(URI address) {
    return with(
        Extension.freshestCRL,
        false,
        new CRLDistPoint(
            new DistributionPoint[] {new DistributionPoint(Ca.Points.full(address), null, null)}));
  }

  ListMint with(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
    extensions.add(extension(id, critical, value));
    return this;
  }

  static Extension extension(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
    try {
      return new Extension(id, critical, value.toASN1Primitive().getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] der() {
    try {
      X509v2CRLBuilder builder = new X509v2CRLBuilder(issuer, Date.from(thisUpdate));
      nextUpdate.map(Date::from).ifPresent(builder::setNextUpdate);
      for (Entry entry : entries) {
        if (entry.extensions.isEmpty()) {
          builder.addCRLEntry(entry.serial, Date.from(entry.revoked), 0);
        } else {
          builder.addCRLEntry(
              entry.serial,
              Date.from(entry.revoked),
              new Extensions(entry.extensions.toArray(Extension[]::new)));
        }
      }
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(identified.getPublic()));
      for (Extension extension : extensions) {
        builder.addExtension(extension);
      }
      String algorithm = signature.orElseGet(() -> Ca.signature(keys));
      return builder
          .build(
              new JcaContentSignerBuilder(algorithm)
                  .setProvider(new BouncyCastleProvider())
                  .build(keys.getPrivate()))
          .getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (java.security.NoSuchAlgorithmException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }
}
