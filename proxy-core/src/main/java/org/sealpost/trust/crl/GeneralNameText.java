package org.sealpost.trust.crl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** GeneralNames (RFC 5280 §4.2.1.6) as texts that are equal when the names are. */
final class GeneralNameText {
  private GeneralNameText() {}

  static List<String> all(GeneralNames names) {
    return Stream.of(names.getNames()).map(GeneralNameText::of).toList();
  }

  static String of(X500Principal name) {
    return "name:" + name.getName(X500Principal.CANONICAL);
  }

  static String of(URI uri) {
    return "uri:" + uri;
  }

  private static String of(GeneralName name) {
    try {
      return switch (name.getTagNo()) {
        case GeneralName.directoryName ->
            of(new X500Principal(name.getName().toASN1Primitive().getEncoded(ASN1Encoding.DER)));
        case GeneralName.uniformResourceIdentifier -> "uri:" + text(name);
        default -> "other:" + HexFormat.of().formatHex(name.getEncoded(ASN1Encoding.DER));
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads all names of a distribution point.
   *
   * @throws IllegalArgumentException if one is damaged
   */
  static void check(DistributionPoint point) {
    DistributionPointName name = point.getDistributionPoint();
    if (name != null && name.getType() == DistributionPointName.FULL_NAME) {
      all(GeneralNames.getInstance(name.getName()));
    }
    if (point.getCRLIssuer() != null) {
      all(point.getCRLIssuer());
    }
  }

  private static String text(GeneralName name) {
    return ((ASN1String) name.getName()).getString();
  }

  /** The addresses among the names from which something can be fetched over HTTP. */
  static List<URI> addresses(GeneralNames names) {
    return Stream.of(names.getNames())
        .filter(name -> name.getTagNo() == GeneralName.uniformResourceIdentifier)
        .map(GeneralNameText::text)
        .flatMap(text -> http(text).stream())
        .distinct()
        .toList();
  }

  private static Optional<URI> http(String text) {
    try {
      URI uri = new URI(text.strip());
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      boolean http = scheme.equals("http") || scheme.equals("https");
      return http && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }
}
