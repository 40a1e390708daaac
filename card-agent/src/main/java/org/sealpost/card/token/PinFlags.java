package org.sealpost.card.token;

import org.xipki.pkcs11.wrapper.PKCS11Constants;

/** Reads a token's flags about its PIN (PKCS#11 v2.40 §3.2). */
final class PinFlags {
  private PinFlags() {}

  static PinStatus read(Cryptoki.TokenFacts facts) {
    return new PinStatus(
        facts.has(PKCS11Constants.CKF_PROTECTED_AUTHENTICATION_PATH)
            ? PinStatus.Entry.PAD
            : PinStatus.Entry.PROMPT,
        Math.clamp(facts.minPin(), 0, Integer.MAX_VALUE),
        facts.maxPin() <= 0 || facts.maxPin() > Integer.MAX_VALUE
            ? Integer.MAX_VALUE
            : (int) facts.maxPin(),
        tries(facts));
  }

  private static PinStatus.Tries tries(Cryptoki.TokenFacts facts) {
    if (facts.has(PKCS11Constants.CKF_USER_PIN_LOCKED)) {
      return PinStatus.Tries.LOCKED;
    }
    if (facts.has(PKCS11Constants.CKF_USER_PIN_FINAL_TRY)) {
      return PinStatus.Tries.FINAL;
    }
    return facts.has(PKCS11Constants.CKF_USER_PIN_COUNT_LOW)
        ? PinStatus.Tries.LOW
        : PinStatus.Tries.UNTOLD;
  }
}
