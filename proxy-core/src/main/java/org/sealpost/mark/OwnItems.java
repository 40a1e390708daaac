package org.sealpost.mark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sealpost.failure.Phrase;

/**
 * Where in a text there are our signs, our words and the seal word, in any form in which a reader
 * takes them for ours. Not changed once made.
 */
final class OwnItems {
  /** Words that say the same as ours, or contain them. */
  private static final List<String> KIN =
      List.of("signed", "signature", "verified", "encrypted", "簽章", "簽名", "簽署", "加密");

  private static final List<String> WORDS = words();

  private final Skeleton skeleton;
  private final boolean[] item;
  private final int[] signs;
  private final int[] locks;
  private final int[] words;
  private final int[] seals;
  private final int[] wholeSeals;

  OwnItems(Skeleton skeleton, Optional<SealWord> seal) {
    this.skeleton = skeleton;
    int size = skeleton.length();
    item = new boolean[size];
    signs = new int[size + 1];
    locks = new int[size + 1];
    words = new int[size + 1];
    seals = new int[size + 1];
    wholeSeals = new int[size + 1];
    for (int i = 0; i < size; i++) {
      char glyph = skeleton.glyph(i);
      if (Glyphs.isSign(glyph)) {
        item[i] = true;
        (glyph == Glyphs.LOCK ? locks : signs)[i + 1]++;
      }
    }
    String letters = skeleton.letters();
    int[] places = skeleton.places();
    for (String word : WORDS) {
      find(word, letters, places, words, isLatin(word.charAt(0)));
    }
    seal.map(SealWord::word)
        .map(word -> Skeleton.of(word).letters())
        .filter(word -> !word.isEmpty())
        .ifPresent(
            word -> {
              find(word, letters, places, seals, false);
              find(word, letters, places, wholeSeals, true);
            });
    for (int[] counts : List.of(signs, locks, words, seals, wholeSeals)) {
      for (int i = 0; i < size; i++) {
        counts[i + 1] += counts[i];
      }
    }
  }

  private static List<String> words() {
    Set<String> all = new TreeSet<>();
    for (MarkState state : MarkState.values()) {
      for (Locale language : List.of(Locale.ENGLISH, Phrase.TAIWAN)) {
        all.add(Skeleton.of(state.word(language)).letters());
      }
    }
    KIN.forEach(word -> all.add(Skeleton.of(word).letters()));
    return new ArrayList<>(all);
  }

  private void find(String word, String letters, int[] places, int[] counts, boolean whole) {
    for (int at = letters.indexOf(word); at >= 0; at = letters.indexOf(word, at + 1)) {
      int from = places[at];
      int to = places[at + word.length() - 1];
      if (whole && (continues(from, from - 1) || continues(to, to + 1))) {
        continue;
      }
      counts[to + 1]++;
      for (int i = from; i <= to; i++) {
        item[i] = true;
      }
    }
  }

  /** Whether the letter beside it belongs to the same word. */
  private boolean continues(int edge, int beside) {
    return beside >= 0
        && beside < skeleton.length()
        && Glyphs.isLetter(skeleton.glyph(beside))
        && isLatin(skeleton.glyph(edge)) == isLatin(skeleton.glyph(beside));
  }

  private static boolean isLatin(char glyph) {
    return glyph < 0x250;
  }

  /** Whether the glyph is of a sign, of a word of ours, or of the seal word. */
  boolean isItem(int at) {
    return item[at];
  }

  /** Whether what stands in a bracket looks like our mark. */
  boolean isMarkInBracket(int from, int to) {
    boolean sign = has(signs, from, to) || has(locks, from, to);
    return (sign && (has(words, from, to) || has(seals, from, to)))
        || (has(signs, from, to) && has(locks, from, to))
        || has(wholeSeals, from, to)
        || (has(seals, from, to) && has(words, from, to));
  }

  /** Whether nothing but items of ours looks like our mark even without a bracket. */
  boolean isMarkBare(int from, int to) {
    return has(seals, from, to) && (has(signs, from, to) || has(locks, from, to));
  }

  private static boolean has(int[] counts, int from, int to) {
    return counts[to] > counts[from];
  }
}
