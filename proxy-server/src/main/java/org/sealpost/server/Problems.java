package org.sealpost.server;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;

/** Gathers what is wrong with a configuration, so that all of it is said at once. */
final class Problems {
  private static final Words WORDS = Words.beside(Problems.class);

  private record Problem(String file, int line, Phrase.Told text) {
    Phrase.Told told() {
      String place = line > 0 ? file + ":" + line + ": " : file + ": ";
      return new Phrase.Told(place + text.english(), place + text.chinese());
    }
  }

  private record UnknownKey(ConfigOrigin origin, String section, String key) {}

  private final List<Problem> problems = new ArrayList<>();
  private final List<UnknownKey> unknownKeys = new ArrayList<>();
  private final KnownKeys knownKeys = new KnownKeys();

  /** Adds a problem in the words of the bundle. */
  void add(ConfigOrigin origin, String wording, Object... arguments) {
    problems.add(
        new Problem(file(origin), origin.lineNumber(), WORDS.phrase(wording, arguments).told()));
  }

  /** Adds what the parser says, without the place that it puts in front of its sentence. */
  void add(ConfigException problem) {
    ConfigOrigin origin = problem.origin();
    String text = Objects.requireNonNullElse(problem.getMessage(), problem.toString());
    if (origin == null) {
      problems.add(new Problem("configuration", -1, Phrase.Told.verbatim(text)));
      return;
    }
    String place = origin.description() + ": ";
    add(origin, "not-hocon", text.startsWith(place) ? text.substring(place.length()) : text);
  }

  /** Remembers a setting that exists, whether the file has it or not. */
  void known(String section, String key) {
    knownKeys.add(section, key);
  }

  void unknown(ConfigOrigin origin, String section, String key) {
    unknownKeys.add(new UnknownKey(origin, section, key));
  }

  /** Throws if there was any problem. To be called when everything has been read. */
  void throwIfAny() throws SettingsException {
    for (UnknownKey unknown : unknownKeys) {
      add(
          unknown.origin(),
          "unknown-key",
          KnownKeys.path(unknown.section(), unknown.key()),
          knownKeys.nearest(unknown.section(), unknown.key()));
    }
    unknownKeys.clear();
    if (!problems.isEmpty()) {
      problems.sort(Comparator.comparing(Problem::file).thenComparingInt(Problem::line));
      throw new SettingsException(problems.stream().map(Problem::told).distinct().toList());
    }
  }

  private static String file(ConfigOrigin origin) {
    return Objects.requireNonNullElse(origin.filename(), origin.description());
  }
}
