package org.sealpost.server;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;

/** Gathers what is wrong with a configuration, so that all of it is said at once. */
final class Problems {
  private static final Words WORDS = Words.beside(Problems.class);

  private record UnknownKey(ConfigOrigin origin, String section, String key) {}

  private final List<SettingProblem> problems = new ArrayList<>();
  private final List<UnknownKey> unknownKeys = new ArrayList<>();
  private final KnownKeys knownKeys = new KnownKeys();

  /** Adds a problem with a setting in the words of the bundle, whose first argument it is. */
  void add(ConfigOrigin origin, String wording, String key, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of(key));
    arguments.addAll(List.of(more));
    add(origin, Optional.of(key), WORDS.phrase(wording, arguments.toArray()));
  }

  private void add(ConfigOrigin origin, Optional<String> key, Phrase words) {
    problems.add(SettingProblem.at(file(origin), origin.lineNumber(), key, words.told()));
  }

  /** Adds what the parser says, without the place that it puts in front of its sentence. */
  void add(ConfigException problem) {
    ConfigOrigin origin = problem.origin();
    String text = Objects.requireNonNullElse(problem.getMessage(), problem.toString());
    if (origin == null) {
      problems.add(
          SettingProblem.at("configuration", 0, Optional.empty(), Phrase.Told.verbatim(text)));
      return;
    }
    String place = origin.description() + ": ";
    String said = text.startsWith(place) ? text.substring(place.length()) : text;
    add(origin, Optional.empty(), WORDS.phrase("not-hocon", said));
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
      problems.sort(
          Comparator.comparing((SettingProblem it) -> it.file().orElse(""))
              .thenComparingInt(SettingProblem::line));
      throw SettingsException.of(problems.stream().distinct().toList());
    }
  }

  private static String file(ConfigOrigin origin) {
    return Objects.requireNonNullElse(origin.filename(), origin.description());
  }
}
