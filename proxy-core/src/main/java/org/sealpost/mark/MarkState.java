package org.sealpost.mark;

import java.util.Locale;
import org.sealpost.failure.Words;

/**
 * What the mark before a subject can say. Each has a word and a sign of a shape of its own, so that
 * none is told from another by colour or by one similar sign alone. Each says what was checked and
 * no more.
 */
public enum MarkState {
  /** Signed by the sender; all was checked, and holds. */
  VALID("✔"),
  /** Signed, with a certificate that the user trusts by an act of their own. */
  TRUSTED_BY_YOU("★"),
  /** Signed by the sender, and it is not known whether the certificate was revoked. */
  UNCHECKED("◐"),
  /** Signed by someone else than the sender. */
  NOT_THE_SENDER("⇄"),
  /** Signed, and the certificate does not count. */
  UNTRUSTED("⚠"),
  /** The signature does not hold. */
  INVALID("⛔"),
  /** It was encrypted, and nobody altered it on the way. Its word is said where it stands alone. */
  ENCRYPTED("🔒"),
  /** Encrypted, and never to be opened here. */
  NOT_OPENED("🔑"),
  /** It was encrypted, in a way that lets others on the way alter what is inside. */
  ALTERABLE("⚡");

  private final String sign;

  MarkState(String sign) {
    this.sign = sign;
  }

  /** One character. */
  public String sign() {
    return sign;
  }

  /** In this language. */
  public String word(Locale language) {
    return Words.beside(MarkState.class, language)
        .text("state." + name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
