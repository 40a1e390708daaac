package org.sealpost.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The files that a configuration is made of: what an earlier one sets stands before what a later
 * one sets, key by key; a list, as that of the accounts, counts as a whole. Immutable.
 *
 * @param paths absolute; none where nothing is configured
 */
public record ConfigurationFiles(List<Path> paths) {
  public ConfigurationFiles {
    paths = paths.stream().map(Path::toAbsolutePath).toList();
  }

  /** One file alone, or none. */
  public static ConfigurationFiles of(Optional<Path> file) {
    return new ConfigurationFiles(file.stream().toList());
  }

  /**
   * The file that was named, alone; where none was, those of {@link
   * Surroundings#configurationFiles} that are there.
   */
  public static ConfigurationFiles find(Optional<Path> named, Surroundings surroundings) {
    return named.isPresent()
        ? of(named)
        : new ConfigurationFiles(
            surroundings.configurationFiles().stream().filter(Files::exists).toList());
  }

  /**
   * The arguments that let another process of this user read the same. Several are found where
   * these were, as no argument names them.
   */
  public List<String> arguments() {
    return paths.size() == 1 ? List.of("--config", paths.getFirst().toString()) : List.of();
  }

  /** The one that stands before the others. */
  public Optional<Path> first() {
    return paths.stream().findFirst();
  }
}
