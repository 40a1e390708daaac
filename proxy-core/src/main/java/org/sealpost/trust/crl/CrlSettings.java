package org.sealpost.trust.crl;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What bounds the fetching of lists, and where there are more of them than certificates name.
 *
 * @param completeLists lists of all certificates of a CA, asked when those that a certificate names
 *     cannot be had or do not tell; by the SHA-256 of the CA's certificate or by its key
 *     identifier, in hexadecimal and lower case
 * @param maxBytes the longest list that is read, decoded
 * @param downloadTime in which one must be here
 */
public record CrlSettings(
    Map<String, List<URI>> completeLists, long maxBytes, Duration downloadTime) {
  public CrlSettings {
    completeLists = Map.copyOf(completeLists);
  }

  /** The lists of MOICA, 128 MiB, two minutes. */
  public static CrlSettings defaults() {
    return new CrlSettings(MoicaLists.ALL, 128 << 20, Duration.ofMinutes(2));
  }
}
