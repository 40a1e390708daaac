package org.sealpost.trust;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Set;

/**
 * Anchors that are known by fingerprint alone: whoever presents the certificate itself, a card, a
 * mail or a file, adds nothing to the trust in it. Immutable.
 *
 * @param sha256 the SHA-256 digests of the DER, in lower-case hexadecimal
 */
public record PinnedAnchors(Set<String> sha256) {
  public PinnedAnchors {
    sha256 = Set.copyOf(sha256);
  }

  /** No certificate at all. */
  public static PinnedAnchors none() {
    return new PinnedAnchors(Set.of());
  }

  /**
   * Taiwan's government roots GRCA2 and GRCA-G3, and the two generations of the citizen
   * certificate's issuer below them, MOICA2 and MOICA-G3.
   */
  public static PinnedAnchors moica() {
    return new PinnedAnchors(
        Set.of(
            "70b922bfda0e3f4a342e4ee22d579ae598d071cc5ec9c30f123680340388aea5",
            "57df6f20e04c588e85f35be8832f5d4e78958336ae3b18fb7c9bae0dfead4044",
            "c4c462de463f856804dc898338d2cecb55fba74155851599d8fb7d70218fd1be",
            "ed793fd0d50a2a398049d598982cf01e75f873b532066caec238f800a06ca9da"));
  }

  /** Whether it is one of them. */
  public boolean contains(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return sha256.contains(HexFormat.of().formatHex(digest));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
