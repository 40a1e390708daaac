package org.sealpost.mark;

import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * A short word that only this installation knows. It begins every mark that is put before a
 * subject, so that no sender can write one; so it must not leave the machine. Immutable.
 *
 * @param word {@link #SHORTEST} to {@link #LONGEST} letters and digits of any script, in Unicode's
 *     normal form C
 */
public record SealWord(String word) {
  /** In characters. */
  public static final int SHORTEST = 2;

  /** In characters. */
  public static final int LONGEST = 12;

  private static final Pattern LETTERS =
      Pattern.compile("[\\p{L}\\p{N}]{" + SHORTEST + "," + LONGEST + "}");

  /**
   * A seal word.
   *
   * @throws IllegalArgumentException unless it {@link #isOne}
   */
  public SealWord {
    if (!isOne(word)) {
      throw new IllegalArgumentException("not a seal word");
    }
  }

  /** Whether the text can be one. */
  public static boolean isOne(String text) {
    return LETTERS.matcher(text).matches() && Normalizer.isNormalized(text, Normalizer.Form.NFC);
  }

  /** Not the word, which is to stay out of logs. */
  @Override
  public String toString() {
    return "SealWord";
  }
}
