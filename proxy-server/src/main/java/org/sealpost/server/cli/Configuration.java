package org.sealpost.server.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sealpost.server.ConfigurationFiles;
import org.sealpost.server.Settings;
import org.sealpost.server.SettingsException;
import org.sealpost.server.Surroundings;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The options {@code --config} and {@code --language}, before or after the subcommand, and the
 * settings that the first leads to.
 */
final class Configuration {
  private final Surroundings surroundings;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      descriptionKey = "config",
      scope = ScopeType.INHERIT)
  private Optional<Path> file = Optional.empty();

  @Option(
      names = CommandLanguage.OPTION,
      paramLabel = "LANG",
      descriptionKey = "language",
      converter = CommandLanguage.Converter.class,
      completionCandidates = CommandLanguage.Names.class,
      scope = ScopeType.INHERIT)
  private Optional<Locale> language = Optional.empty();

  /** What the options say is filled in when they are parsed. */
  Configuration(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** With what the options said. */
  Configuration(Surroundings surroundings, Optional<Path> file, Optional<Locale> language) {
    this(surroundings);
    this.file = file;
    this.language = language;
  }

  Settings settings() throws SettingsException {
    return Settings.load(file, surroundings);
  }

  /** The file that is this user's to write: the one that was named, or the usual one. */
  Path ownFile() {
    return file.orElseGet(() -> surroundings.configurationFiles().getFirst());
  }

  /** Whether {@code --config} named the file. */
  boolean isNamed() {
    return file.isPresent();
  }

  Surroundings surroundings() {
    return surroundings;
  }

  /** The settings of another file, where one is named. */
  Settings settingsOf(Optional<Path> other) throws SettingsException {
    return Settings.load(other.or(() -> file), surroundings);
  }

  /** The files of {@link #settingsOf}. */
  ConfigurationFiles filesOr(Optional<Path> other) {
    return ConfigurationFiles.find(other.or(() -> file), surroundings);
  }

  Map<String, String> environment() {
    return surroundings.environment();
  }

  /** The arguments that let another process use the same configuration and language. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    file.ifPresent(path -> arguments.addAll(List.of("--config", path.toAbsolutePath().toString())));
    language.ifPresent(
        it -> arguments.addAll(List.of(CommandLanguage.OPTION, CommandLanguage.written(it))));
    return arguments;
  }
}
