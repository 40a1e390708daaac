package org.sealpost.trust.crl;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The complete lists of MOICA, which issues Taiwan's citizen digital certificates, by the SHA-256
 * of the certificate of its CA. All generations of the CA have one name.
 */
public final class MoicaLists {
  /** Of the second and third generation. */
  public static final Map<String, List<URI>> ALL =
      Map.of(
          "c4c462de463f856804dc898338d2cecb55fba74155851599d8fb7d70218fd1be",
          List.of(URI.create("https://moica.nat.gov.tw/repository/MOICA/CRL2/complete.crl")),
          "ed793fd0d50a2a398049d598982cf01e75f873b532066caec238f800a06ca9da",
          List.of(URI.create("https://crl-moica.moi.gov.tw/crl/MOICA-G3-complete.crl")));

  /** From where the CA, and the roots above it, give their lists and certificates. */
  public static final Set<String> HOSTS =
      Set.of("moica.nat.gov.tw", "crl-moica.moi.gov.tw", "grca.nat.gov.tw");

  private MoicaLists() {}
}
