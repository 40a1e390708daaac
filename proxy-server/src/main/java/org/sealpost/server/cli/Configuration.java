package org.sealpost.server.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
      converter = CommandLanguage.class,
      completionCandidates = CommandLanguage.Names.class,
      scope = ScopeType.INHERIT)
  private Optional<Locale> language = Optional.empty();

  Configuration(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  Settings settings() throws SettingsException {
    return Settings.load(file, surroundings);
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
