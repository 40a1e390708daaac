package org.sealpost.trust;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.sealpost.smime.SignatureCheck;

/** Signatures whose mathematics hold. */
final class Checks {
  private static final AtomicLong ID = new AtomicLong();

  private Checks() {}

  static SignatureCheck by(X509Certificate signer, X509Certificate... enclosed) {
    return check(signer, Optional.empty(), false, List.of(enclosed));
  }

  static SignatureCheck at(Instant claimed, X509Certificate signer, X509Certificate... enclosed) {
    return check(signer, Optional.of(claimed), false, List.of(enclosed));
  }

  static SignatureCheck weak(X509Certificate signer, X509Certificate... enclosed) {
    return check(signer, Optional.empty(), true, List.of(enclosed));
  }

  static SignatureCheck outcome(SignatureCheck.Outcome outcome) {
    return new SignatureCheck(
        Optional.empty(),
        outcome,
        Optional.empty(),
        "SHA-256",
        false,
        "",
        Optional.empty(),
        List.of());
  }

  private static SignatureCheck check(
      X509Certificate signer,
      Optional<Instant> claimed,
      boolean weak,
      List<X509Certificate> enclosed) {
    return new SignatureCheck(
        Optional.of(signer),
        new SignatureCheck.Outcome.Holds(),
        claimed,
        weak ? "SHA-1" : "SHA-256",
        weak,
        HexFormat.of().toHexDigits(ID.incrementAndGet()),
        Optional.empty(),
        enclosed);
  }
}
