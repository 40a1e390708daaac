package org.sealpost.trust;

import java.util.List;
import org.sealpost.trust.revocation.RevocationStatus;

/** Verdicts as tests speak of them. */
public final class Verdicts {
  static final String NOT_ASKED =
      "Whether the certificate of Ming was revoked is not known. The setting trust.revocation is"
          + " off, so nobody was asked.";

  private Verdicts() {}

  /** As in {@code untrusted: The certificate of Ming expired on 2025-01-01.} */
  static String told(Verdict verdict) {
    return verdict.token() + ": " + VerdictWords.reason(verdict).english();
  }

  /** All holds, and nobody was asked. */
  public static Verdict unchecked() {
    return new Verdict.Unchecked(
        new RevocationGap(
            Mint.nameless("CN=Ming").make().certificate(),
            new RevocationStatus.Cause.SwitchedOff()),
        List.of());
  }

  /** No certificate. */
  public static Verdict untrusted() {
    return new Verdict.Untrusted(new Objection.NoCertificate(), List.of());
  }
}
