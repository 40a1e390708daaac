package org.sealpost.policy;

/**
 * The brackets that keywords can have or be mistyped with. Quotation marks are none: 「加密」 in a
 * subject is a word that is spoken of. Pure.
 */
final class Brackets {
  private static final String SQUARE_OPEN = "[\uFF3B";
  private static final String SQUARE_CLOSE = "]\uFF3D";
  private static final String OTHER_OPEN = "({<\uFF08\uFF5B\uFF1C\u3010\u3014\u3016";
  private static final String OTHER_CLOSE = ")}>\uFF09\uFF5D\uFF1E\u3011\u3015\u3017";

  private Brackets() {}

  static boolean arePair(char open, char close) {
    int square = SQUARE_OPEN.indexOf(open);
    int other = OTHER_OPEN.indexOf(open);
    return (square >= 0 && SQUARE_CLOSE.indexOf(close) == square)
        || (other >= 0 && OTHER_CLOSE.indexOf(close) == other);
  }

  /** {@code [ ]} for square ones of any width, {@code ( )} for others, itself for anything else. */
  static char kind(char c) {
    if (SQUARE_OPEN.indexOf(c) >= 0) {
      return '[';
    }
    if (SQUARE_CLOSE.indexOf(c) >= 0) {
      return ']';
    }
    if (OTHER_OPEN.indexOf(c) >= 0) {
      return '(';
    }
    return OTHER_CLOSE.indexOf(c) >= 0 ? ')' : c;
  }

  static boolean opens(char kind) {
    return kind == '[' || kind == '(';
  }

  static boolean closes(char kind) {
    return kind == ']' || kind == ')';
  }

  static boolean isSquare(char kind) {
    return kind == '[' || kind == ']';
  }

  static char mirrored(char kind) {
    return switch (kind) {
      case '[' -> ']';
      case ']' -> '[';
      case '(' -> ')';
      case ')' -> '(';
      default -> kind;
    };
  }
}
