package org.sealpost.policy;

import java.util.List;

/**
 * Whether one slip of a finger lies between two words. Pure.
 *
 * <p>Two neighbours swapped, a character doubled, and a Chinese character taken for another of the
 * same sound count in any word. The rest counts as far as no other words in use are so near: a
 * character changed or added in words of four or more, one left out in words of six or more. So
 * {@code encypt} is a slip, and {@code SIG}, {@code plan} and 加班 are words of their own.
 */
final class TypingSlip {
  /** What an input method by sound offers for the words of the standard configuration. */
  private static final List<String> SAME_SOUND =
      List.of("加家佳嘉枷迦", "密蜜秘祕覓謐泌", "簽籤千遷牽謙签", "章張彰樟璋", "不部布步", "只指止隻紙");

  private static final int LONG_ENOUGH_TO_CHANGE = 4;
  private static final int LONG_ENOUGH_TO_LACK = 6;

  private TypingSlip() {}

  /**
   * Whether it is one.
   *
   * @param cautious whether only what counts in any word does
   */
  static boolean between(String read, String word, boolean cautious) {
    boolean change = !cautious && word.length() >= LONG_ENOUGH_TO_CHANGE;
    return switch (read.length() - word.length()) {
      case 0 -> isSwapped(read, word) || isChanged(read, word, change);
      case 1 -> change ? lacksOne(word, read) : isDoubled(read, word);
      case -1 -> !cautious && word.length() >= LONG_ENOUGH_TO_LACK && lacksOne(read, word);
      default -> false;
    };
  }

  private static int firstDifference(String one, String other) {
    int i = 0;
    while (i < Math.min(one.length(), other.length()) && one.charAt(i) == other.charAt(i)) {
      i++;
    }
    return i;
  }

  private static boolean isSwapped(String read, String word) {
    int at = firstDifference(read, word);
    return at + 1 < word.length()
        && read.charAt(at) == word.charAt(at + 1)
        && read.charAt(at + 1) == word.charAt(at)
        && read.substring(at + 2).equals(word.substring(at + 2));
  }

  private static boolean isChanged(String read, String word, boolean toAnything) {
    int at = firstDifference(read, word);
    return at < word.length()
        && (toAnything || soundAlike(read.charAt(at), word.charAt(at)))
        && read.substring(at + 1).equals(word.substring(at + 1));
  }

  private static boolean soundAlike(char one, char other) {
    return SAME_SOUND.stream().anyMatch(it -> it.indexOf(one) >= 0 && it.indexOf(other) >= 0);
  }

  private static boolean isDoubled(String read, String word) {
    int at = firstDifference(read, word);
    return at > 0 && read.charAt(at) == read.charAt(at - 1) && lacksOne(word, read);
  }

  /** Whether {@code shorter} is {@code longer} without one of its characters. */
  private static boolean lacksOne(String shorter, String longer) {
    int at = firstDifference(shorter, longer);
    return longer.substring(at + 1).equals(shorter.substring(at));
  }
}
