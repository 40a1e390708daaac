package org.sealpost.server.console;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.sealpost.failure.Phrase;
import org.sealpost.server.ConfigurationFiles;
import org.sealpost.server.EffectiveSettings;
import org.sealpost.server.EffectiveSettings.Group;
import org.sealpost.server.EffectiveSettings.Setting;
import org.sealpost.server.EffectiveSettings.Source;
import org.sealpost.server.Reload;
import org.sealpost.server.SettingsException;
import org.sealpost.trust.PlainText;

/**
 * The settings, and where each comes from. They are read when the proxy reads them: what is written
 * into the file later counts only when it is read anew.
 */
final class SettingsPages implements Section {
  private static final SettingHelp HELP = new SettingHelp();

  private final View view;
  private final Supplier<Optional<Reload>> lastReload;

  /**
   * What the page shows.
   *
   * @param file that was read, if there is one
   * @param problems why the settings cannot be shown
   * @param reload what came of reading the file anew, if that was done
   */
  record View(
      Optional<String> file, List<Part> parts, List<Phrase> problems, Optional<Reload> reload) {
    private View after(Optional<Reload> last) {
      return new View(file, parts, problems, last);
    }

    /** Why the file is not used as it is now. */
    List<Phrase> refused() {
      return reload.filter(it -> !it.used()).map(Reload::problems).orElse(List.of());
    }

    /** What of the file counts only after the next start; may be empty. */
    String nextStart() {
      return reload.map(it -> String.join(", ", it.nextStart())).orElse("");
    }
  }

  /** A section of the settings. */
  record Part(String path, Optional<Phrase> help, List<Row> rows) {}

  /**
   * A setting.
   *
   * @param value empty where it is hidden
   * @param changed whether it differs from the default
   * @param file where it was set; empty for the default
   * @param line in that file
   */
  record Row(
      String path,
      String name,
      Optional<String> value,
      boolean changed,
      Optional<String> file,
      int line,
      Optional<Phrase> help) {}

  SettingsPages(ConsoleParts parts) {
    this.view = read(parts.settings().files());
    this.lastReload = parts.lastReload();
  }

  @Override
  public void addTo(Routes routes) {
    routes.get("/settings", _ -> new Response.View("settings", view.after(lastReload.get())));
  }

  static View read(ConfigurationFiles files) {
    Optional<Path> file = files.first();
    Optional<String> shown = file.map(path -> PlainText.of(path.toString()));
    try {
      List<Part> parts =
          EffectiveSettings.read(files).groups().stream().map(group -> part(group, file)).toList();
      return new View(shown, parts, List.of(), Optional.empty());
    } catch (SettingsException e) {
      return new View(shown, List.of(), e.problems(), Optional.empty());
    }
  }

  private static Part part(Group group, Optional<Path> file) {
    return new Part(
        group.path(),
        HELP.of(group.path(), group.help()),
        group.settings().stream().map(setting -> row(setting, file)).toList());
  }

  private static Row row(Setting setting, Optional<Path> main) {
    Optional<String> file =
        switch (setting.source()) {
          case Source.Standard() -> Optional.empty();
          case Source.Line(String name, int _) -> Optional.of(shown(Path.of(name), main));
          case Source.Other(String description) -> Optional.of(PlainText.of(description));
        };
    return new Row(
        setting.path(),
        setting.path().substring(setting.path().lastIndexOf('.') + 1),
        setting.value().map(PlainText::of),
        !setting.standard(),
        file,
        setting.source() instanceof Source.Line(String _, int line) ? line : 0,
        HELP.of(setting.path(), setting.help()));
  }

  /** The path of the file itself stands above all settings. */
  private static String shown(Path file, Optional<Path> main) {
    boolean same = main.filter(file::equals).isPresent() && file.getFileName() != null;
    return PlainText.of((same ? file.getFileName() : file).toString());
  }
}
