package org.sealpost.unmark;

/** What a mark may stand in. */
enum Bracket {
  NONE,
  SQUARE,
  /** Round and curly ones, into which some programs turn the square ones. */
  ROUND,
  /** What file systems and legacy charsets have in the place of what they do not take. */
  REPLACED;

  private static final String ROUND_OPEN = "({（｛";
  private static final String ROUND_CLOSE = ")}）｝";
  private static final String REPLACEMENTS = "_?-#\ufffd";

  /** The bracket that opens with this. */
  static Bracket of(int c, boolean fileName) {
    if (c == '[' || c == '［' || c == '【') {
      return SQUARE;
    }
    if (ROUND_OPEN.indexOf(c) >= 0) {
      return ROUND;
    }
    return fileName && REPLACEMENTS.indexOf(c) >= 0 ? REPLACED : NONE;
  }

  boolean closes(int c, boolean fileName) {
    return switch (this) {
      case NONE -> false;
      case SQUARE -> c == ']' || c == '］' || c == '】';
      case ROUND -> ROUND_CLOSE.indexOf(c) >= 0;
      case REPLACED -> fileName && REPLACEMENTS.indexOf(c) >= 0;
    };
  }

  /** Whether a mark may stand in it without any of its pictures. */
  boolean isOurs(boolean fileName) {
    return this == SQUARE || (fileName && this != NONE);
  }
}
