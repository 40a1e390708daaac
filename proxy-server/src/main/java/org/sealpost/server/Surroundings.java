package org.sealpost.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the settings take from the process that reads them. Immutable.
 *
 * @param home the user's home folder, which {@code ~} stands for
 * @param environment the environment variables
 */
public record Surroundings(Path home, Map<String, String> environment) {
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Those of this process. */
  public static Surroundings ofThisProcess() {
    return new Surroundings(Path.of(System.getProperty("user.home")), System.getenv()).withHome();
  }

  /** With {@code $HOME}, which the user may have set, before what the system says. */
  private Surroundings withHome() {
    return new Surroundings(folder("HOME").orElse(home), environment);
  }

  /** Where a configuration is looked for, in this order (XDG Base Directory Specification). */
  public List<Path> configurationFiles() {
    Path user = folder("XDG_CONFIG_HOME").orElse(home.resolve(".config"));
    return List.of(
        user.resolve("sealpost").resolve("sealpost.conf"), Path.of("/etc/sealpost/sealpost.conf"));
  }

  /** A folder that an environment variable names; a relative one counts as not set. */
  Optional<Path> folder(String variable) {
    return Optional.ofNullable(environment.get(variable))
        .filter(value -> !value.isEmpty())
        .map(Path::of)
        .filter(Path::isAbsolute);
  }

  Path expandHome(String path) {
    if (path.equals("~")) {
      return home;
    }
    return path.startsWith("~/") ? home.resolve(path.substring(2)) : Path.of(path);
  }
}
