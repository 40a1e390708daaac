package org.sealpost.trust.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * Where a certificate says that more can be had about it (RFC 5280 §4.2.2.1): the addresses that
 * can be fetched from, in its order, the first few. One that is damaged says nothing.
 */
public final class AuthorityInformation {
  private static final int MAX_ADDRESSES = 3;

  /** Half of what servers should be able to take (RFC 9110 §4.1). */
  private static final int MAX_LENGTH = 4000;

  private AuthorityInformation() {}

  /** Of responders that are asked whether it is revoked (RFC 6960 §3.1). */
  public static List<URI> responders(X509Certificate certificate) {
    return addresses(certificate, AccessDescription.id_ad_ocsp);
  }

  /** Of the certificates of its issuer. */
  public static List<URI> issuers(X509Certificate certificate) {
    return addresses(certificate, AccessDescription.id_ad_caIssuers);
  }

  private static List<URI> addresses(X509Certificate certificate, ASN1ObjectIdentifier method) {
    return descriptions(certificate)
        .filter(description -> description.getAccessMethod().equals(method))
        .map(AccessDescription::getAccessLocation)
        .flatMap(location -> address(location).stream())
        .distinct()
        .limit(MAX_ADDRESSES)
        .toList();
  }

  private static Stream<AccessDescription> descriptions(X509Certificate certificate) {
    byte[] value = certificate.getExtensionValue(Extension.authorityInfoAccess.getId());
    if (value == null) {
      return Stream.empty();
    }
    try {
      byte[] extension = ASN1OctetString.getInstance(value).getOctets();
      return Arrays.stream(
          AuthorityInformationAccess.getInstance(extension).getAccessDescriptions());
    } catch (IllegalArgumentException | IllegalStateException _) {
      return Stream.empty();
    }
  }

  private static Optional<URI> address(GeneralName location) {
    if (location.getTagNo() != GeneralName.uniformResourceIdentifier
        || !(location.getName() instanceof ASN1IA5String text)
        || text.getString().length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(text.getString().strip());
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      boolean usable = (scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null;
      return usable ? Optional.of(URI.create(uri.toASCIIString())) : Optional.empty();
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }
}
