package org.sealpost.trust;

/**
 * Text from outside made safe to stand in a header field, a reply or on a terminal: control
 * characters, line and direction marks become blanks, and it is cut to a length.
 */
public final class PlainText {
  private static final int MAX_LENGTH = 1000;
  private static final int MAX_NAME_LENGTH = 200;

  private PlainText() {}

  /** Of sentences. */
  public static String of(String text) {
    return cut(text, MAX_LENGTH);
  }

  /** Of names, to stand within a sentence. */
  static String ofName(String name) {
    return cut(name, MAX_NAME_LENGTH);
  }

  private static String cut(String text, int length) {
    StringBuilder plain = new StringBuilder();
    boolean blank = false;
    for (int c : text.codePoints().toArray()) {
      if (isHarmful(c) || Character.isWhitespace(c)) {
        blank = true;
        continue;
      }
      if (blank && !plain.isEmpty()) {
        plain.append(' ');
      }
      blank = false;
      plain.appendCodePoint(c);
      if (plain.length() >= length) {
        return plain.append('…').toString();
      }
    }
    return plain.toString();
  }

  /**
   * FORMAT covers the marks that turn the direction of writing; they can make a name read as
   * another.
   */
  private static boolean isHarmful(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
