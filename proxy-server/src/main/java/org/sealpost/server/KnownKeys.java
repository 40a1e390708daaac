package org.sealpost.server;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The settings that exist, to name the one that was probably meant. */
final class KnownKeys {
  private final Map<String, Set<String>> bySection = new LinkedHashMap<>();

  void add(String section, String key) {
    bySection.computeIfAbsent(section, _ -> new LinkedHashSet<>()).add(key);
  }

  /**
   * The full path of the nearest setting: one of exactly this name in another section, otherwise
   * the one of the same section that differs in the fewest letters.
   */
  String nearest(String section, String key) {
    return bySection.entrySet().stream()
        .filter(entry -> entry.getValue().contains(key))
        .map(entry -> path(entry.getKey(), key))
        .findFirst()
        .orElseGet(() -> path(section, mostAlike(key, bySection.get(section))));
  }

  static String path(String section, String key) {
    return section.isEmpty() ? key : section + "." + key;
  }

  private static String mostAlike(String key, Set<String> candidates) {
    return candidates.stream()
        .min(Comparator.comparingInt(candidate -> distance(key, candidate)))
        .orElseThrow();
  }

  /** Levenshtein's distance: letters to insert, remove or replace. */
  static int distance(String from, String to) {
    int[] previous = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] current = new int[to.length() + 1];
      current[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replace = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replace, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[to.length()];
  }
}
