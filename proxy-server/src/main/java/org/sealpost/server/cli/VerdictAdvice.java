package org.sealpost.server.cli;

import java.util.Optional;
import org.sealpost.verdicts.Advice;
import org.sealpost.verdicts.KeptMail;
import org.sealpost.verdicts.KeptSignature;

/** What the user can do about a verdict: a key of the bundle. */
final class VerdictAdvice {
  private VerdictAdvice() {}

  static Optional<String> of(KeptMail mail, KeptSignature signature) {
    return Advice.of(mail, signature).map(advice -> "verdict.do." + advice.token());
  }
}
