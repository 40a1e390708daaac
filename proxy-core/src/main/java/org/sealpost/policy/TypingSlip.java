package org.sealpost.policy;

import java.util.List;

/**
 * Whether one slip of a finger lies between two words: a character added, left out, changed, or
 * swapped with its neighbour. Pure.
 *
 * <p>A Chinese character is typed with several keys, so in a Chinese word one slip does not make
 * any other of it: one changed counts if both sound the same, one added if it is its neighbour once
 * more. So 加蜜 is a slip for 加密, and 加班 and 未加密 are words of their own.
 */
final class TypingSlip {
  /** What an input method by sound offers for the words of the standard configuration. */
  private static final List<String> SAME_SOUND =
      List.of("加家佳嘉枷迦", "密蜜秘祕覓謐泌", "簽籤千遷牽謙签", "章張彰樟璋", "不部布步", "只指止隻紙");

  private TypingSlip() {}

  static boolean between(String read, String word) {
    return switch (read.length() - word.length()) {
      case 0 -> isSwapped(read, word) || isChanged(read, word);
      case 1 -> isAdded(read, word);
      case -1 -> lacksOne(read, word);
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

  private static boolean isChanged(String read, String word) {
    int at = firstDifference(read, word);
    return at < word.length()
        && (isTypedAtOnce(read.charAt(at), word) || soundAlike(read.charAt(at), word.charAt(at)))
        && read.substring(at + 1).equals(word.substring(at + 1));
  }

  private static boolean isAdded(String read, String word) {
    int at = firstDifference(read, word);
    boolean doubled = at > 0 && read.charAt(at) == read.charAt(at - 1);
    return lacksOne(word, read) && (doubled || isTypedAtOnce(read.charAt(at), word));
  }

  private static boolean isTypedAtOnce(char c, String word) {
    return !Character.isIdeographic(c) || word.chars().noneMatch(Character::isIdeographic);
  }

  private static boolean soundAlike(char one, char other) {
    return SAME_SOUND.stream().anyMatch(it -> it.indexOf(one) >= 0 && it.indexOf(other) >= 0);
  }

  /** Whether {@code shorter} is {@code longer} without one of its characters. */
  private static boolean lacksOne(String shorter, String longer) {
    int at = firstDifference(shorter, longer);
    return longer.substring(at + 1).equals(shorter.substring(at));
  }
}
