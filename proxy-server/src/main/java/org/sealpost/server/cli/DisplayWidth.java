package org.sealpost.server.cli;

/**
 * How many columns of a terminal a text takes: the wide characters of East Asia (Unicode Standard
 * Annex #11) two, marks that combine none.
 */
final class DisplayWidth {
  private DisplayWidth() {}

  static int of(String text) {
    return text.codePoints().map(DisplayWidth::of).sum();
  }

  /** The beginning of a text that takes no more columns than these. */
  static String cut(String text, int columns) {
    StringBuilder cut = new StringBuilder();
    int used = 0;
    for (int codePoint : text.codePoints().toArray()) {
      used += of(codePoint);
      if (used > columns) {
        return cut.toString();
      }
      cut.appendCodePoint(codePoint);
    }
    return text;
  }

  private static int of(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.FORMAT,
          Character.CONTROL ->
          0;
      default -> isWide(codePoint) ? 2 : 1;
    };
  }

  private static boolean isWide(int c) {
    if (c < 0x1100) {
      return false;
    }
    if (c >= 0xFF01 && c <= 0xFFE6) {
      return c <= 0xFF60 || c >= 0xFFE0;
    }
    if (Character.isEmojiPresentation(c) || Character.isIdeographic(c)) {
      return true;
    }
    return switch (Character.UnicodeScript.of(c)) {
      case HAN, HIRAGANA, KATAKANA, BOPOMOFO, YI -> true;
      case HANGUL -> c <= 0x115F || c >= 0x3000;
      default -> (c >= 0x3001 && c <= 0x303E) || (c >= 0x3099 && c <= 0x33FF);
    };
  }
}
