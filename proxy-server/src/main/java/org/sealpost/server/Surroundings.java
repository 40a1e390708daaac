package org.sealpost.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the settings take from the process that reads them. Immutable.
 *
 * @param home the user's home folder, which {@code ~} stands for
 * @param environment the environment variables
 * @param machine the configuration of the whole machine, which need not exist; empty for none
 */
public record Surroundings(Path home, Map<String, String> environment, Optional<Path> machine) {
  private static final Path ETC = Path.of("/etc/sealpost/sealpost.conf");

  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Those of a user on a machine without a configuration of its own. */
  public Surroundings(Path home, Map<String, String> environment) {
    this(home, environment, Optional.empty());
  }

  /** Those of this process. */
  public static Surroundings ofThisProcess() {
    Path home = Path.of(System.getProperty("user.home"));
    return new Surroundings(home, System.getenv(), Optional.of(ETC)).withHome();
  }

  /** With {@code $HOME}, which the user may have set, before what the system says. */
  private Surroundings withHome() {
    return new Surroundings(folder("HOME").orElse(home), environment, machine);
  }

  /**
   * Where configurations are looked for: the user's (XDG Base Directory Specification), which
   * stands before the machine's.
   */
  public List<Path> configurationFiles() {
    Path user = folder("XDG_CONFIG_HOME").orElse(home.resolve(".config"));
    return Stream.concat(
            Stream.of(user.resolve("sealpost").resolve("sealpost.conf")), machine.stream())
        .toList();
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
