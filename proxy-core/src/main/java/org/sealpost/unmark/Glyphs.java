package org.sealpost.unmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.text.Normalizer;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Reads a text glyph by glyph as a reader of the mail would see it, whatever it is written in:
 * character references of HTML, percent-encoded characters (RFC 3986 §2.1) and those behind a
 * backslash ({@link Escape}) count as the character, tags as nothing, a line end with quote
 * prefixes as one break. For one thread.
 */
final class Glyphs {
  /** What stands at a place. */
  enum Kind {
    VISIBLE,
    BLANK,
    /** A line end, with what a quotation or a folded line puts before the next. */
    LINE_BREAK,
    /** Characters that are not seen. */
    IGNORED,
    MARKUP,
    /** The end, or the limit. */
    NONE
  }

  private static final int LONGEST_REFERENCE = 12;

  /** With zeros before it; programs take any number of them. */
  private static final int LONGEST_NUMBER = 100;

  private static final int LONGEST_PREFIX = 100;

  private static final Map<String, Integer> NAMED =
      Map.ofEntries(
          Map.entry("lbrack", (int) '['),
          Map.entry("lsqb", (int) '['),
          Map.entry("rbrack", (int) ']'),
          Map.entry("rsqb", (int) ']'),
          Map.entry("nbsp", 0xa0),
          Map.entry("ensp", 0x2002),
          Map.entry("emsp", 0x2003),
          Map.entry("thinsp", 0x2009),
          Map.entry("shy", 0xad),
          Map.entry("zwj", 0x200d),
          Map.entry("zwnj", 0x200c),
          Map.entry("Tab", (int) '\t'),
          Map.entry("NewLine", (int) ' '),
          Map.entry("check", 0x2713),
          Map.entry("cross", 0x2717),
          Map.entry("quest", (int) '?'),
          Map.entry("lowbar", (int) '_'),
          Map.entry("szlig", 0xdf),
          Map.entry("oslash", 0xf8),
          Map.entry("aelig", 0xe6));

  /** Names of references that are a letter and an accent. */
  private static final Map<String, String> ACCENTS =
      Map.of(
          "grave", "\u0300",
          "acute", "\u0301",
          "circ", "\u0302",
          "tilde", "\u0303",
          "uml", "\u0308",
          "ring", "\u030a",
          "cedil", "\u0327",
          "caron", "\u030c");

  private final CharSequence text;
  private final int limit;
  private final TagEnds tags;
  private Kind kind = Kind.NONE;
  private int codePoint;
  private int start;
  private int end;
  private boolean percent;

  Glyphs(CharSequence text, int at, int limit, TagEnds tags) {
    this.text = text;
    this.limit = limit;
    this.tags = tags;
    this.end = at;
  }

  /** At the same glyph. */
  Glyphs copy() {
    Glyphs copy = new Glyphs(text, end, limit, tags);
    copy.kind = kind;
    copy.codePoint = codePoint;
    copy.start = start;
    copy.percent = percent;
    return copy;
  }

  /** Moves to the next glyph and tells what it is. */
  Kind next() {
    start = end;
    percent = false;
    if (start >= limit) {
      kind = Kind.NONE;
      return kind;
    }
    char c = text.charAt(start);
    switch (c) {
      case '&' -> reference();
      case '%' -> percentEncoded();
      case '<' -> markup();
      case '\\' -> escape();
      case '\r', '\n' -> lineBreak();
      default -> literal();
    }
    return kind;
  }

  Kind kind() {
    return kind;
  }

  int codePoint() {
    return codePoint;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /** Whether the glyph was percent-encoded. */
  boolean isPercentEncoded() {
    return percent;
  }

  private void literal() {
    int c = Character.codePointAt(text, start);
    set(c, Math.min(limit, start + Character.charCount(c)));
  }

  private void set(int c, int end) {
    this.codePoint = c;
    this.end = end;
    this.kind = kindOf(c);
  }

  private static Kind kindOf(int c) {
    if (c > ' ' && c < 127) {
      return Kind.VISIBLE;
    }
    if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
      return Kind.BLANK;
    }
    boolean selector = (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef);
    int type = Character.getType(c);
    return selector || c == 0x34f || type == Character.FORMAT || type == Character.CONTROL
        ? Kind.IGNORED
        : Kind.VISIBLE;
  }

  private void reference() {
    int at = start + 1;
    boolean numeric = at < limit && text.charAt(at) == '#';
    int name = numeric ? at + 1 : at;
    boolean hex = numeric && name < limit && (text.charAt(name) | 32) == 'x';
    int last = Math.min(limit, at + (numeric ? LONGEST_NUMBER : LONGEST_REFERENCE));
    int stop = hex ? name + 1 : name;
    // A number ends with its last digit, closed or not: a letter may follow at once.
    while (stop < last
        && (numeric ? isDigit(text.charAt(stop), hex) : isAsciiLetterOrDigit(text.charAt(stop)))) {
      stop++;
    }
    boolean closed = stop < limit && text.charAt(stop) == ';';
    String word = text.subSequence(name, stop).toString();
    OptionalInt meant = numeric ? number(word) : closed ? named(word) : OptionalInt.empty();
    if (meant.isPresent()) {
      set(meant.getAsInt(), closed ? stop + 1 : stop);
    } else {
      literal();
    }
  }

  private static boolean isDigit(char c, boolean hex) {
    return c < 128 && Character.digit(c, hex ? 16 : 10) >= 0;
  }

  private static boolean isAsciiLetterOrDigit(char c) {
    return c < 128 && Character.isLetterOrDigit(c);
  }

  private static OptionalInt number(String word) {
    try {
      boolean hex = word.startsWith("x") || word.startsWith("X");
      int value = hex ? Integer.parseInt(word.substring(1), 16) : Integer.parseInt(word);
      return Character.isValidCodePoint(value) ? OptionalInt.of(value) : OptionalInt.empty();
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  private static OptionalInt named(String word) {
    Integer known = NAMED.get(word);
    if (known != null) {
      return OptionalInt.of(known);
    }
    String accent = word.isEmpty() ? null : ACCENTS.get(word.substring(1));
    if (accent == null) {
      return OptionalInt.empty();
    }
    String letter = Normalizer.normalize(word.charAt(0) + accent, Normalizer.Form.NFC);
    return letter.length() == 1 ? OptionalInt.of(letter.charAt(0)) : OptionalInt.empty();
  }

  private void percentEncoded() {
    byte[] bytes = new byte[4];
    int first = percentByte(start);
    int count =
        first < 0
            ? 0
            : first < 0x80 ? 1 : first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    for (int i = 0; i < count; i++) {
      int b = percentByte(start + 3 * i);
      if (b < 0) {
        literal();
        return;
      }
      bytes[i] = (byte) b;
    }
    try {
      if (count > 0) {
        String decoded = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, count)).toString();
        set(decoded.codePointAt(0), start + 3 * count);
        percent = true;
        return;
      }
    } catch (CharacterCodingException e) {
      // It stands for itself then.
    }
    literal();
  }

  private void escape() {
    Escape.at(text, start, limit)
        .ifPresentOrElse(escape -> set(escape.codePoint(), escape.end()), this::literal);
  }

  private int percentByte(int at) {
    if (at + 2 >= limit || text.charAt(at) != '%') {
      return -1;
    }
    int high = Character.digit(text.charAt(at + 1), 16);
    int low = Character.digit(text.charAt(at + 2), 16);
    return high < 0 || low < 0 ? -1 : (high << 4) | low;
  }

  private void markup() {
    int at = start + 1;
    boolean tag =
        at < limit
            && (isAsciiLetterOrDigit(text.charAt(at)) || "/!?".indexOf(text.charAt(at)) >= 0);
    int behind = tag ? tags.of(text, start, limit) : -1;
    if (behind >= 0) {
      kind = Kind.MARKUP;
      end = behind;
      return;
    }
    literal();
  }

  private void lineBreak() {
    int at = start + 1;
    if (text.charAt(start) == '\r' && at < limit && text.charAt(at) == '\n') {
      at++;
    }
    int last = Math.min(limit, at + LONGEST_PREFIX);
    while (at < last && isPrefix(at)) {
      at += text.charAt(at) == '&' ? 4 : 1;
    }
    kind = Kind.LINE_BREAK;
    end = Math.min(at, limit);
  }

  private boolean isPrefix(int at) {
    char c = text.charAt(at);
    return c == ' '
        || c == '\t'
        || c == '>'
        || c == '|'
        || (c == '&' && at + 4 <= limit && "&gt;".contentEquals(text.subSequence(at, at + 4)));
  }
}
