package org.sealpost.card.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The terminal that this process was started from, by Linux' /proc.
 *
 * @param device its name, such as {@code /dev/pts/3}
 * @param foreground whether the terminal's input goes to this process; a background process that
 *     reads from it is stopped
 */
record ControllingTerminal(String device, boolean foreground) {
  /** Of this process; empty where there is none, as for a service. */
  static Optional<ControllingTerminal> current() {
    try {
      return parse(Files.readString(Path.of("/proc/self/stat")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Parses /proc/PID/stat (proc_pid_stat(5)). */
  static Optional<ControllingTerminal> parse(String stat) {
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1));
    int processGroup = Integer.parseInt(fields.get(2));
    int device = Integer.parseInt(fields.get(4));
    int foregroundGroup = Integer.parseInt(fields.get(5));
    return name(device).map(name -> new ControllingTerminal(name, processGroup == foregroundGroup));
  }

  private static Optional<String> name(int device) {
    int major = (device >>> 8) & 0xfff;
    int minor = (device & 0xff) | ((device >>> 12) & 0xfff00);
    if (major >= 136 && major <= 143) {
      return Optional.of("/dev/pts/" + ((major - 136) * 256 + minor));
    }
    return switch (major) {
      case 4 -> Optional.of(minor < 64 ? "/dev/tty" + minor : "/dev/ttyS" + (minor - 64));
      default -> Optional.empty();
    };
  }
}
