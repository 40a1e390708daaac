package org.sealpost.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.sealpost.trust.Anchor;
import org.sealpost.trust.Fingerprint;
import org.sealpost.trust.RevocationPolicy;
import org.sealpost.trust.TrustBasis;

/**
 * By which anchors and which setting for revocation was judged. Two reports with the same digest
 * were judged by the same.
 *
 * @param anchors how many there were
 * @param digest eight hexadecimal digits
 */
public record TrustVersion(RevocationPolicy.Mode revocation, int anchors, String digest) {
  private static final int SHORT = 4;

  /** That of now. */
  public static TrustVersion of(TrustBasis basis) {
    List<Anchor> anchors = basis.anchors().get();
    RevocationPolicy.Mode mode = basis.revocation().mode();
    StringBuilder all = new StringBuilder(mode.name());
    anchors.stream()
        .map(anchor -> Fingerprint.of(anchor.certificate()).hex() + anchor.scope())
        .sorted()
        .forEach(all::append);
    return new TrustVersion(mode, anchors.size(), digest(all.toString()));
  }

  private static String digest(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, SHORT);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every runtime has SHA-256", e);
    }
  }
}
