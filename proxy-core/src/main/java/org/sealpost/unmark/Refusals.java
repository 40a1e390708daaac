package org.sealpost.unmark;

import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;
import org.sealpost.mime.MimeException;

/** Why a mail cannot leave without its mark. */
final class Refusals {
  private static final Words WORDS = Words.beside(Refusals.class);

  private Refusals() {}

  static Failure underSignature(MarkUnderSignature cause) {
    return refusal("under-signature", cause);
  }

  static Failure tooDeep() {
    return refusal("too-deep", null);
  }

  static Failure stubborn() {
    return refusal("stubborn", null);
  }

  static Failure unreadable(MimeException cause) {
    return Failure.of(554, "5.6.0", WORDS.phrase("unreadable", cause.words()), cause);
  }

  private static Failure refusal(String key, Exception cause) {
    return Failure.of(554, "5.7.1", WORDS.phrase(key), cause);
  }
}
