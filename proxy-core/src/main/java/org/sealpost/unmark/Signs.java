package org.sealpost.unmark;

import java.util.Arrays;

/** The pictures that marks have, and what else stands for them in other fonts. */
final class Signs {
  private static final int[] PICTURES =
      "✔✓✅☑★☆◐◑⇄↔⚠⛔🚫⊘✘✗✖❌⚡🔒🔓🔏🔐🔑🛡⛨❓❗✉≠".codePoints().sorted().toArray();

  private Signs() {}

  static boolean isPicture(int c) {
    return Arrays.binarySearch(PICTURES, c) >= 0 || c == 0xfffd;
  }
}
