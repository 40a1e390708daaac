package org.sealpost.server.console;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import org.sealpost.trust.Anchor;
import org.sealpost.trust.PlainText;

/**
 * An anchor of trust.
 *
 * @param origin as in the words {@code trust.origin.ORIGIN}
 * @param detail the file
 * @param scope the addresses for which it counts; empty for all
 */
record AnchorView(
    CertificateView certificate,
    String origin,
    String detail,
    Optional<Instant> imported,
    String scope) {
  static AnchorView of(Anchor anchor, Instant now) {
    X509Certificate certificate = anchor.certificate();
    String scope = PlainText.of(String.join(", ", anchor.scope().entries()));
    CertificateView view = CertificateView.of(certificate, now);
    return switch (anchor.origin()) {
      case Anchor.Origin.Configured(String file) ->
          new AnchorView(view, "configured", PlainText.of(file), Optional.empty(), scope);
      case Anchor.Origin.Imported(String file, Instant at) ->
          new AnchorView(view, "imported", PlainText.of(file), Optional.of(at), scope);
      case Anchor.Origin.Pinned() -> new AnchorView(view, "pinned", "", Optional.empty(), scope);
      case Anchor.Origin.OfSystem() ->
          new AnchorView(view, "of-system", "", Optional.empty(), scope);
    };
  }

  boolean isImported() {
    return origin.equals("imported");
  }
}
