package org.sealpost.server;

import java.util.Optional;
import org.sealpost.failure.Phrase;

/**
 * One thing that is wrong with a configuration, or unusual in it. Immutable.
 *
 * @param place file and line, as in {@code /etc/sealpost/sealpost.conf:12}; empty where the
 *     sentence says all
 * @param file empty where it is in no file
 * @param line 0 where it is in none
 * @param key as in {@code sealpost.listen.smtp}; empty where it is about none
 * @param words what, why, and what to do
 */
public record SettingProblem(
    String place, Optional<String> file, int line, Optional<String> key, Phrase words) {
  /** One that is about no place. */
  static SettingProblem of(Phrase words) {
    return new SettingProblem("", Optional.empty(), 0, Optional.empty(), words);
  }

  /** One in a file. */
  static SettingProblem at(String file, int line, Optional<String> key, Phrase words) {
    return new SettingProblem(
        line > 0 ? file + ":" + line : file, Optional.of(file), Math.max(line, 0), key, words);
  }

  /** With the place before the words. */
  public Phrase told() {
    if (place.isEmpty()) {
      return words;
    }
    String before = place + ": ";
    return new Phrase.Told(before + words.english(), before + words.in(Phrase.TAIWAN));
  }
}
