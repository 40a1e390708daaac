package org.sealpost.card.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sealpost.card.agent.PinentryProgram.Found;
import org.sealpost.card.api.Words;

/**
 * How to start the {@link DialogPinentry}. It is a process of its own: what the window's toolkit
 * copies of a PIN ends with it, and the agent outlives the display.
 */
final class DialogProgram {
  private DialogProgram() {}

  /**
   * The command line, with this process' own Java and classes.
   *
   * @param environment of this process
   */
  static Found find(Map<String, String> environment) {
    Words words = Words.beside(DialogProgram.class);
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    boolean windows = system.startsWith("windows");
    boolean alwaysDisplay = windows || system.startsWith("mac");
    if (!alwaysDisplay && environment.getOrDefault("DISPLAY", "").isBlank()) {
      return new Found.Absent(words.told("dialog.no-display"));
    }
    if (ModuleLayer.boot().findModule("java.desktop").isEmpty()) {
      return new Found.Absent(words.told("dialog.no-desktop"));
    }
    Path java = Path.of(System.getProperty("java.home"), "bin", windows ? "java.exe" : "java");
    if (!Files.isExecutable(java)) {
      return new Found.Absent(words.told("dialog.no-java", java));
    }
    return new Found.Present(
        words.told("dialog.name"),
        List.of(
            java.toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+DisableAttachMechanism",
            "-XX:-UsePerfData",
            // A desktop that says nothing of it would get letters with jagged edges.
            "-Dawt.useSystemAAFontSettings=on",
            "-cp",
            System.getProperty("java.class.path"),
            DialogPinentry.class.getName()));
  }
}
