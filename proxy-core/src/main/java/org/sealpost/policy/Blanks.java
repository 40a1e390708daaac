package org.sealpost.policy;

/** Passes over what shows nothing: blanks, line ends, controls, marks without width. Pure. */
final class Blanks {
  private Blanks() {}

  static boolean isBlank(char c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT;
  }

  /** The first position from {@code at} on that is not blank, or the end. */
  static int after(String text, int at) {
    int i = at;
    while (i < text.length() && isBlank(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** Where the blanks that end before {@code end} begin. */
  static int before(String text, int end) {
    int i = end;
    while (i > 0 && isBlank(text.charAt(i - 1))) {
      i--;
    }
    return i;
  }
}
