package org.sealpost.server.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sealpost.server.Settings;
import org.sealpost.server.SettingsException;
import org.sealpost.server.Surroundings;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The option {@code --config}, before or after the subcommand, and the settings it leads to. */
final class Configuration {
  private final Surroundings surroundings;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      descriptionKey = "config",
      scope = ScopeType.INHERIT)
  private Optional<Path> file = Optional.empty();

  Configuration(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  Settings settings() throws SettingsException {
    return Settings.load(file, surroundings);
  }

  /** The arguments that let another process use the same configuration. */
  List<String> arguments() {
    return file.map(path -> List.of("--config", path.toAbsolutePath().toString()))
        .orElse(List.of());
  }
}
