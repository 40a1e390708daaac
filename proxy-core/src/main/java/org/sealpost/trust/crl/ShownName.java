package org.sealpost.trust.crl;

import javax.security.auth.x500.X500Principal;

/** A name as it may stand in a sentence, a log or on a terminal, whoever chose it. */
final class ShownName {
  private static final int MAX = 200;

  private ShownName() {}

  /** Without controls, line ends and marks that turn the direction of writing, and cut. */
  static String of(X500Principal name) {
    StringBuilder shown = new StringBuilder();
    name.getName().codePoints().limit(MAX).forEach(c -> shown.appendCodePoint(harmless(c)));
    return shown.toString();
  }

  private static int harmless(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          '?';
      default -> codePoint;
    };
  }
}
