package org.sealpost.mark;

/**
 * Text from outside (a name in a certificate, a reason with a name in it) as it may stand in a
 * mark. Pure.
 */
public final class MarkText {
  private static final int LONGEST = 500;

  private MarkText() {}

  /**
   * Without what could end a field, turn the direction of writing, hide, or be decoded into any of
   * that: control and format characters and line separators become blanks, what looks like an
   * encoded word (RFC 2047) is broken up. Cut at 500 characters.
   */
  public static String safe(String text) {
    StringBuilder safe = new StringBuilder();
    boolean blank = false;
    for (int c : text.codePoints().toArray()) {
      if (isHarmful(c)) {
        blank = true;
        continue;
      }
      if (blank && !safe.isEmpty()) {
        safe.append(' ');
      }
      blank = false;
      if (safe.length() >= LONGEST) {
        safe.append('…');
        break;
      }
      safe.appendCodePoint(c);
    }
    return safe.toString().replace("=?", "= ?");
  }

  /** As a quoted-string (RFC 5322 §3.2.4), already {@link #safe}. */
  public static String quoted(String text) {
    return '"' + safe(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static boolean isHarmful(int c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.PRIVATE_USE,
              Character.UNASSIGNED ->
              true;
          default -> false;
        };
  }
}
