package org.sealpost.unmark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealpost.mime.HeaderField;

/**
 * Lines of a text in which encoded words stand, as where a mail was quoted with its header as it
 * came. A mark may lie partly within such words. Immutable.
 *
 * @param start where the first line begins
 * @param end where the last line ends, without its line end
 */
record QuotedField(CharSequence text, int start, int end) {
  static final int LONGEST_LINE = 2000;
  private static final int LONGEST = 8000;

  private static final Pattern PREFIX = Pattern.compile("[ \\t>|]*+");
  private static final Pattern LINE_BREAK = Pattern.compile("\\r?\\n[ \\t>|]*+");
  private static final Pattern OPEN_WORD =
      Pattern.compile("=\\?[^?\\s]{1,60}+\\?[bBqQ]\\?[^?\\s]*+\\s*+");
  private static final Pattern FIELD = Pattern.compile("(?s)([!-9;-~]{1,60}+):(.*+)");

  /**
   * The lines around an encoded word.
   *
   * @param from where they may begin at the earliest
   */
  static QuotedField around(CharSequence text, int from, int at, int limit) {
    int start = at;
    while (start > from && at - start < LONGEST_LINE && text.charAt(start - 1) != '\n') {
      start--;
    }
    int last = Math.min(limit, at + LONGEST);
    int end = lineEnd(text, at, last);
    for (int next = lineEnd(text, end + 1, last);
        end < last && folds(text, start, end, next);
        next = lineEnd(text, end + 1, last)) {
      end = next;
    }
    boolean carriageReturn = end > at && end < last && text.charAt(end - 1) == '\r';
    return new QuotedField(text, start, carriageReturn ? end - 1 : end);
  }

  private static int lineEnd(CharSequence text, int from, int last) {
    int at = from;
    while (at < last && text.charAt(at) != '\n') {
      at++;
    }
    return Math.min(at, last);
  }

  /** Whether the line goes on in the next, with encoded words or the rest of one. */
  private static boolean folds(CharSequence text, int start, int end, int to) {
    if (end + 1 >= to) {
      return false;
    }
    String line = text.subSequence(end + 1, to).toString();
    Matcher prefix = PREFIX.matcher(line);
    boolean indented = prefix.lookingAt() && prefix.group().matches(".*[ \\t]");
    return indented && (line.startsWith("=?", prefix.end()) || endsInOpenWord(text, start, end));
  }

  /** Such a word has no other's beginning in it, so that only the last one can be open. */
  private static boolean endsInOpenWord(CharSequence text, int start, int end) {
    int at = end - 2;
    while (at >= start && !(text.charAt(at) == '=' && text.charAt(at + 1) == '?')) {
      at--;
    }
    return at >= start && OPEN_WORD.matcher(text).region(at, end).matches();
  }

  /** What comes in its place, in ASCII; empty if there is no mark in it. */
  Optional<String> unmarked(Recogniser recogniser, WordDecoder words) {
    String lines = text.subSequence(start, end).toString();
    Matcher prefix = PREFIX.matcher(lines);
    String quote = prefix.lookingAt() ? prefix.group() : "";
    String value = joined(lines.substring(quote.length()));
    String decoded = words.decoded(value);
    String clean = recogniser.clean(decoded, false);
    // What stands there openly is found without decoding.
    return clean.equals(decoded) || recogniser.finds(lines)
        ? Optional.empty()
        : Optional.of(quote + written(clean).replace("\r\n", "\r\n" + quote));
  }

  /** As one line; some programs fold a line within an encoded word. */
  private static String joined(String lines) {
    StringBuilder line = new StringBuilder();
    for (String next : LINE_BREAK.split(lines, -1)) {
      boolean within = endsInOpenWord(line, 0, line.length());
      line.append(line.isEmpty() || within ? "" : " ").append(next);
    }
    return line.toString();
  }

  private static String written(String text) {
    Matcher field = FIELD.matcher(text);
    String name = field.matches() ? field.group(1) : "X";
    String value = field.matches() ? field.group(2) : text;
    String written = new String(HeaderField.of(name, value).raw(), US_ASCII).stripTrailing();
    return field.matches() ? written : written.substring("X: ".length());
  }
}
