package org.sealpost.policy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;

/**
 * Finds the keywords in one subject. Pure, and linear in the subject's length.
 *
 * <ul>
 *   <li>Keywords at the beginning and at the end count, any number of them. Those that ask for less
 *       protection count at the beginning only, before all else: the end of a subject is what a
 *       correspondent wrote wherever the mail is an answer, and no list of the prefixes of answers
 *       is complete, so a keyword there could be the correspondent's.
 *   <li>In an answer or a forwarded mail only those before the {@code Re:} count: what stands
 *       behind it may be of the earlier mail.
 *   <li>A keyword anywhere else refuses the mail, unless one that counts asks for the same. Then it
 *       is taken out with the others.
 *   <li>A {@link LookAlike}, or several keywords in one bracket, refuses the mail where it stands
 *       at either end, also between tags in brackets, inside punctuation and quotes, or behind up
 *       to three short words with a colon, which may be prefixes of answers.
 * </ul>
 *
 * @param wishes those that count
 * @param rest the subject without any keyword; blanks beside one go with it
 */
record SubjectTriggers(Set<Wish> wishes, String rest) {
  private static final Words WORDS = Words.beside(SubjectTriggers.class);

  private static final Pattern ANSWER =
      Pattern.compile(
          "(?:re|fwd?|aw|antw|wg|sv|vs|tr|rv|回覆|回复|回信|答覆|答复|轉寄|转寄|轉發|转发)"
              + "\\h{0,3}(?:[\\[(]\\d{1,4}[\\])])?\\h{0,3}[:：]",
          Pattern.CASE_INSENSITIVE);

  /** What may be an answer's prefix in some language. */
  private static final Pattern SHORT_PREFIX =
      Pattern.compile(
          "[\\p{L}\\p{M}.'\u2019-]{1,20}+(?:\\h[\\p{L}\\p{M}.'\u2019-]{1,20}+){0,2}\\h{0,3}"
              + "(?:[\\[(]\\d{1,4}[\\])])?\\h{0,3}[:：]");

  private static final int MOST_PREFIXES = 3;

  /** As far as tags and keywords are looked for from either end. */
  private static final int WINDOW = 200;

  private static final int LONGEST_SHOWN = 40;
  private static final int MOST_TAGS = 12;

  /** From an end inward: what stands there, then behind each answer's prefix and each tag. */
  private record Inward(List<Integer> places, boolean answer) {}

  static SubjectTriggers of(String subject, TriggerWords words) throws Failure {
    Set<Wish> wishes = EnumSet.noneOf(Wish.class);
    List<Keyword> keywords = words.keywords();
    int lead = Blanks.after(subject, 0);
    int from = lead;
    Optional<Keyword> found = at(subject, from, keywords);
    while (found.isPresent()) {
      wishes.add(found.get().wish());
      from = Blanks.after(subject, found.get().endIn(subject, from));
      found = at(subject, from, keywords);
    }
    int to = subject.length();
    if (!fromStart(subject.substring(from)).answer()) {
      int end = Blanks.before(subject, to);
      found = before(subject, end, keywords);
      while (end > from && found.filter(it -> !it.wish().weakens()).isPresent()) {
        wishes.add(found.get().wish());
        end = Blanks.before(subject, found.get().startIn(subject, end));
        to = end;
        found = before(subject, end, keywords);
      }
    }
    String middle = from < to ? withoutQuoted(subject.substring(from, to), wishes, words) : "";
    refuseLookAlikes(middle, words);
    if (wishes.isEmpty()) {
      return new SubjectTriggers(wishes, subject);
    }
    return new SubjectTriggers(wishes, middle.isBlank() ? "" : subject.substring(0, lead) + middle);
  }

  private static Optional<Keyword> at(String subject, int at, List<Keyword> keywords) {
    return keywords.stream().filter(it -> it.endIn(subject, at) >= 0).findFirst();
  }

  private static Optional<Keyword> before(String subject, int end, List<Keyword> keywords) {
    return keywords.stream().filter(it -> it.startIn(subject, end) >= 0).findFirst();
  }

  private static String withoutQuoted(String text, Set<Wish> wishes, TriggerWords words)
      throws Failure {
    StringBuilder rest = new StringBuilder(text.length());
    boolean taken = false;
    int at = 0;
    while (at < text.length()) {
      Optional<Keyword> quoted = at(text, at, words.keywords());
      if (quoted.isEmpty()) {
        rest.append(text.charAt(at++));
      } else if (wishes.contains(quoted.get().wish())) {
        taken = true;
        at = Blanks.after(text, quoted.get().endIn(text, at));
      } else {
        throw refusal("misplaced", shown(quoted.get(), words));
      }
    }
    if (!taken) {
      return text;
    }
    String left = rest.substring(0, Blanks.before(rest.toString(), rest.length()));
    for (int i = 0; i < left.length(); i++) {
      Optional<Keyword> made = at(left, i, words.keywords());
      if (made.isPresent()) {
        throw refusal("misplaced", shown(made.get(), words));
      }
    }
    return left;
  }

  private static void refuseLookAlikes(String text, TriggerWords words) throws Failure {
    for (int place : fromStart(text).places()) {
      String there = text.substring(place, Math.min(text.length(), place + WINDOW));
      for (Keyword keyword : words.keywords()) {
        if (LookAlike.begins(there, keyword)) {
          throw lookAlike(there.substring(0, tagEnd(there)), keyword, words);
        }
      }
      refuseJoined(there.substring(0, tagEnd(there)), words);
    }
    for (int end : fromEnd(text)) {
      String there = text.substring(Math.max(0, end - WINDOW), end);
      for (Keyword keyword : words.keywords()) {
        if (LookAlike.ends(there, keyword)) {
          throw lookAlike(there.substring(tagStart(there)), keyword, words);
        }
      }
      refuseJoined(there.substring(tagStart(there)), words);
    }
  }

  private static void refuseJoined(String tag, TriggerWords words) throws Failure {
    if (tag.length() > 2
        && Brackets.opens(Brackets.kind(tag.charAt(0)))
        && Brackets.closes(Brackets.kind(tag.charAt(tag.length() - 1)))) {
      Optional<Keyword> joined =
          JoinedKeywords.in(tag.substring(1, tag.length() - 1), words.keywords());
      if (joined.isPresent()) {
        throw refusal("joined", shown(joined.get(), words));
      }
    }
  }

  private static Inward fromStart(String text) {
    List<Integer> places = new ArrayList<>();
    boolean answer = false;
    int unknown = 0;
    int at = Blanks.after(text, 0);
    while (at < text.length() && places.size() < MOST_TAGS) {
      places.add(at);
      Matcher prefix = ANSWER.matcher(text).region(at, Math.min(text.length(), at + WINDOW));
      String there = text.substring(at, Math.min(text.length(), at + WINDOW));
      Matcher shortPrefix = SHORT_PREFIX.matcher(there);
      if (prefix.lookingAt()) {
        answer = true;
        at = Blanks.after(text, prefix.end());
      } else if (unknown < MOST_PREFIXES && shortPrefix.lookingAt()) {
        unknown++;
        at = Blanks.after(text, at + shortPrefix.end());
      } else if (isPunctuation(text.charAt(at))) {
        at = afterPunctuation(text, at);
      } else if (Brackets.opens(Brackets.kind(text.charAt(at))) && tagEnd(there) > 1) {
        at = Blanks.after(text, at + tagEnd(there));
      } else {
        break;
      }
    }
    return new Inward(places, answer);
  }

  private static List<Integer> fromEnd(String text) {
    List<Integer> ends = new ArrayList<>();
    int end = Blanks.before(text, text.length());
    while (end > 0 && ends.size() < MOST_TAGS) {
      ends.add(end);
      String there = text.substring(Math.max(0, end - WINDOW), end);
      if (isPunctuation(text.charAt(end - 1))) {
        end = beforePunctuation(text, end);
        continue;
      }
      if (!Brackets.closes(Brackets.kind(text.charAt(end - 1)))) {
        break;
      }
      end = Blanks.before(text, end - (there.length() - tagStart(there)));
    }
    return ends;
  }

  private static boolean isPunctuation(char c) {
    char kind = Brackets.kind(c);
    return !Brackets.opens(kind) && !Brackets.closes(kind) && !Character.isLetterOrDigit(c);
  }

  private static int afterPunctuation(String text, int at) {
    int i = at;
    while (i < text.length() && isPunctuation(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static int beforePunctuation(String text, int end) {
    int i = end;
    while (i > 0 && isPunctuation(text.charAt(i - 1))) {
      i--;
    }
    return i;
  }

  /** Behind the first bracket that closes, or else the first word. */
  private static int tagEnd(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Brackets.closes(Brackets.kind(text.charAt(i)))) {
        return i + 1;
      }
    }
    int i = 0;
    while (i < text.length() && !Blanks.isBlank(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** At the last bracket that opens, or else the last word. */
  private static int tagStart(String text) {
    for (int i = text.length() - 1; i >= 0; i--) {
      if (Brackets.opens(Brackets.kind(text.charAt(i)))) {
        return i;
      }
    }
    int i = text.length();
    while (i > 0 && !Blanks.isBlank(text.charAt(i - 1))) {
      i--;
    }
    return i;
  }

  private static Failure lookAlike(String read, Keyword meant, TriggerWords words) {
    String tag = read.substring(0, Math.min(read.length(), LONGEST_SHOWN));
    return Words.ascii(tag).contains("?")
        ? refusal("look-alike.foreign", shown(meant, words))
        : refusal("look-alike", tag, shown(meant, words));
  }

  private static Failure refusal(String key, Object... arguments) {
    return Failure.of(550, "5.7.1", WORDS.phrase(key, arguments));
  }

  /** What an SMTP reply can say of a keyword. */
  private static String shown(Keyword keyword, TriggerWords words) {
    boolean ascii = keyword.text().chars().allMatch(c -> c < 127);
    return ascii
        ? keyword.text()
        : words.shown(keyword.wish()).orElseGet(() -> '"' + keyword.wish().token() + '"');
  }
}
