package org.sealpost.server.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command line that starts {@code sealpost} once more, in a process of its own: through the
 * script that started this one, which knows what each subcommand needs of Java, or else with this
 * process's Java and class path.
 */
public final class OwnCommand {
  private OwnCommand() {}

  /** The command line for these arguments, fit for {@link ProcessBuilder}. */
  public static List<String> line(List<String> arguments) {
    List<String> line = new ArrayList<>();
    Optional<String> launcher = Optional.ofNullable(System.getProperty("sealpost.launcher"));
    if (launcher.isPresent()) {
      line.add(launcher.get());
    } else {
      line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      line.add("--enable-native-access=ALL-UNNAMED");
      line.add("-cp");
      line.add(System.getProperty("java.class.path"));
      line.add(Sealpost.class.getName());
    }
    line.addAll(arguments);
    return List.copyOf(line);
  }
}
