package org.sealpost.unmark;

import java.util.Optional;
import org.sealpost.unmark.Glyphs.Kind;

/**
 * Recognises marks in a text, by their form and by what they say, not by their seal word:
 *
 * <pre>
 * mark     = "[" *blank word 1*blank group *(1*blank group) *blank "]" [blank]
 * word     = 2*12(letter / digit)                 ; see org.sealpost.mark.SealWord
 * group    = sign [state]                         ; the first with its state always
 * sign     = picture / "?" / U+FFFD               ; the latter in charsets that lack it
 * dropped  = "[" word 1*blank state 1*blank "]"   ; the pictures left out, the last one's blank not
 * cut-off  = "[" word 1*blank picture (state / beginning of a state) [ellipsis] [blank]
 * bare     = word 1*blank picture state *(1*blank group) [blank]
 * </pre>
 *
 * in any form that {@link Glyphs} reads, upper and lower case and compatible forms alike; in the
 * names of files also with other characters in the place of brackets, blanks and pictures. The word
 * makes no difference: if only the right one were taken off, who sends a text with many words to be
 * quoted would learn it from the answer. All else in brackets belongs to whoever writes it.
 * Immutable.
 */
final class Recogniser {
  /** No mark is longer, in characters, with all the markup in it. */
  static final int LONGEST = 1 << 14;

  /** Whether looking at this place is worth the while. */
  boolean mayBegin(CharSequence text, int at, int limit) {
    char c = text.charAt(at);
    if (c < 128 && !Letters.is(c)) {
      return c == '[' || c == '&' || c == '%' || c == '(' || c == '{' || c == '\\';
    }
    if (at > 0 && Letters.is(text.charAt(at - 1))) {
      return false;
    }
    int end = at;
    while (end < limit && text.charAt(end) < 128 && Letters.is(text.charAt(end))) {
      end++;
    }
    // The quick way over the words of a text, and what stands behind most of them.
    return end == at
        || end + 1 >= limit
        || !(isPlain(text.charAt(end))
            || (text.charAt(end) == ' '
                && (isPlain(text.charAt(end + 1)) || Letters.is(text.charAt(end + 1)))));
  }

  private static boolean isPlain(char c) {
    return c < 128 && !Letters.is(c) && c > ' ' && "&%<_+\\".indexOf(c) < 0;
  }

  /** The text without marks; the same object if there is none. */
  String clean(String text, boolean fileName) {
    String before = text;
    String after = once(before, fileName);
    while (!after.equals(before)) {
      before = after;
      after = once(before, fileName);
    }
    return after;
  }

  /** Whether there is a mark in it. */
  boolean finds(String text) {
    return !clean(text, false).equals(text);
  }

  /** The text with its first mark replaced by something; empty if there is none. */
  Optional<String> replaceFirst(String text, String replacement) {
    TagEnds tags = new TagEnds();
    for (int at = 0; at < text.length(); at++) {
      Cuts cuts = at(text, at, text.length(), false, tags);
      if (cuts.isFound()) {
        String first = text.substring(0, at) + replacement;
        return Optional.of(first + clean(text.substring(cuts.end()), false));
      }
    }
    return Optional.empty();
  }

  private String once(String text, boolean fileName) {
    StringBuilder left = new StringBuilder(text.length());
    TagEnds tags = new TagEnds();
    int done = 0;
    int at = 0;
    while (at < text.length()) {
      int limit = Math.min(text.length(), at + LONGEST);
      boolean worth = fileName || mayBegin(text, at, limit);
      Cuts cuts = worth ? at(text, at, limit, fileName, tags) : Cuts.NONE;
      for (int i = 0; i < cuts.count(); i++) {
        left.append(text, done, cuts.from(i));
        done = cuts.to(i);
      }
      at = cuts.isFound() ? cuts.end() : at + 1;
    }
    return done == 0 ? text : left.append(text, done, text.length()).toString();
  }

  /**
   * What is to be cut out of the text for a mark that begins here.
   *
   * @param limit where to stop looking: {@link #LONGEST} from here, or the text's end
   * @param tags of this text
   */
  Cuts at(CharSequence text, int at, int limit, boolean fileName, TagEnds tags) {
    Glyphs glyphs = new Glyphs(text, at, limit, tags);
    if (glyphs.next() != Kind.VISIBLE) {
      return Cuts.NONE;
    }
    Bracket bracket = Bracket.of(glyphs.codePoint(), fileName);
    if (bracket == Bracket.NONE
        && (!Letters.is(glyphs.codePoint())
            || (at > 0 && Letters.is(Character.codePointBefore(text, at))))) {
      return Cuts.NONE;
    }
    return new Attempt(glyphs, bracket, fileName).read();
  }
}
