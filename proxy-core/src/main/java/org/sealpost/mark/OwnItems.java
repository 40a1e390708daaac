package org.sealpost.mark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.sealpost.failure.Phrase;

/**
 * Where in a text there are our signs and our words, in any form in which a reader takes them for
 * ours, and which of its stretches look like a mark. Nothing here knows the seal word: what is
 * taken out must not tell it. Not changed once made.
 */
final class OwnItems {
  /** Words that say the same as ours, or contain them. */
  private static final List<String> KIN =
      List.of("signed", "signature", "verified", "encrypted", "簽章", "簽名", "簽署", "署名", "加密");

  private static final Set<String> STATES = states();
  private static final List<String> WORDS = words();

  private static final int NONE = -1;

  /** In glyphs; a character may fall apart into two. */
  private static final int LONGEST_WORD = SealWord.LONGEST + 2;

  private final Skeleton skeleton;
  private final boolean[] item;
  private final int[] signs;
  private final int[] locks;
  private final int[] words;
  private final int[] letters;

  /** For each place the sign there or next, or the size. */
  private final int[] nextSign;

  /** For each end the last sign whose state stands wholly before it. */
  private final int[] stated;

  /** For each end the last sign whose state is all that stands between it and the end. */
  private final int[] closing;

  OwnItems(Skeleton skeleton) {
    this.skeleton = skeleton;
    int size = skeleton.length();
    item = new boolean[size];
    signs = new int[size + 1];
    locks = new int[size + 1];
    words = new int[size + 1];
    letters = new int[size + 1];
    nextSign = new int[size + 1];
    stated = new int[size + 1];
    closing = new int[size + 1];
    for (int i = 0; i < size; i++) {
      char glyph = skeleton.glyph(i);
      item[i] = Glyphs.isSign(glyph);
      signs[i + 1] = signs[i] + (glyph == Glyphs.SIGN ? 1 : 0);
      locks[i + 1] = locks[i] + (glyph == Glyphs.LOCK ? 1 : 0);
      letters[i + 1] = letters[i] + (Glyphs.isLetter(glyph) ? 1 : 0);
    }
    nextSign[size] = size;
    for (int i = size - 1; i >= 0; i--) {
      nextSign[i] = item[i] ? i : nextSign[i + 1];
    }
    String plain = skeleton.letters();
    int[] places = skeleton.places();
    findWords(plain, places);
    findStates(plain, places);
  }

  private static Set<String> states() {
    Set<String> all = new TreeSet<>();
    for (MarkState state : MarkState.values()) {
      for (Locale language : List.of(Locale.ENGLISH, Phrase.TAIWAN)) {
        all.add(Skeleton.of(state.word(language)).letters());
      }
    }
    return all;
  }

  private static List<String> words() {
    Set<String> all = new TreeSet<>(STATES);
    KIN.forEach(word -> all.add(Skeleton.of(word).letters()));
    return new ArrayList<>(all);
  }

  private void findWords(String plain, int[] places) {
    for (String word : WORDS) {
      for (int at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + 1)) {
        int to = places[at + word.length() - 1];
        if (!continues(places[at], places[at] - 1) && !continues(to, to + 1)) {
          words[to + 1]++;
          markItem(places[at], to);
        }
      }
    }
    for (int i = 0; i < words.length - 1; i++) {
      words[i + 1] += words[i];
    }
  }

  private void findStates(String plain, int[] places) {
    Arrays.fill(stated, NONE);
    Arrays.fill(closing, NONE);
    for (int sign = nextSign[0]; sign < item.length; sign = nextSign[sign + 1]) {
      for (String state : STATES) {
        int first = letters[sign];
        if (plain.startsWith(state, first)) {
          int last = places[first + state.length() - 1];
          if (!continues(last, last + 1)) {
            stated[last + 1] = sign;
            closing[last + 1] = sign;
            markItem(places[first], last);
          }
        }
      }
    }
    for (int i = 0; i < item.length; i++) {
      stated[i + 1] = Math.max(stated[i + 1], stated[i]);
      if (!Glyphs.isLetter(skeleton.glyph(i))) {
        closing[i + 1] = Math.max(closing[i + 1], closing[i]);
      }
    }
  }

  private void markItem(int from, int to) {
    Arrays.fill(item, from, to + 1, true);
  }

  /** Whether the letter beside it belongs to the same word; Chinese has no ends of words. */
  private boolean continues(int edge, int beside) {
    return beside >= 0
        && beside < skeleton.length()
        && Glyphs.isLetter(skeleton.glyph(beside))
        && isLatin(skeleton.glyph(edge))
        && isLatin(skeleton.glyph(beside));
  }

  private static boolean isLatin(char glyph) {
    return glyph < 0x250;
  }

  /** Whether the glyph is of a sign or of a word of ours. */
  boolean isItem(int at) {
    return item[at];
  }

  /** Whether what stands in a bracket looks like our mark. */
  boolean isMarkInBracket(int from, int to) {
    int sign = nextSign[from];
    if (sign >= to) {
      return false;
    }
    boolean both = has(signs, from, to) && has(locks, from, to);
    return closing[to] >= from
        || (stated[to] >= from && has(letters, from, sign))
        || (isWord(from, sign) && (has(words, sign, to) || both));
  }

  /** Whether a mark begins behind a bracket that does not close. */
  boolean isMarkBegun(int from, int to) {
    return stated[to] >= from && has(letters, from, nextSign[from]);
  }

  /** Whether a mark ends before a bracket that did not open. */
  boolean isMarkEnded(int from, int to) {
    return closing[to] >= from;
  }

  /** Where the mark begins that ends there: with the word before its first sign. */
  int start(int from, int to) {
    int at = Math.min(nextSign[from], to);
    int word = at;
    while (word > from && skeleton.glyph(word - 1) == Glyphs.FILLER) {
      word--;
    }
    int first = word;
    while (first > from && Glyphs.isLetter(skeleton.glyph(first - 1))) {
      first--;
    }
    return word - first > LONGEST_WORD ? at : first;
  }

  /** Whether there is nothing but one word, of the length of a seal word. */
  private boolean isWord(int from, int to) {
    int count = letters[to] - letters[from];
    if (count < SealWord.SHORTEST || count > LONGEST_WORD) {
      return false;
    }
    int first = from;
    while (!Glyphs.isLetter(skeleton.glyph(first))) {
      first++;
    }
    return letters[first + count] - letters[first] == count;
  }

  private static boolean has(int[] counts, int from, int to) {
    return counts[to] > counts[from];
  }
}
