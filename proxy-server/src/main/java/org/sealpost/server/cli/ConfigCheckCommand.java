package org.sealpost.server.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sealpost.failure.Phrase;
import org.sealpost.server.ConfigurationFiles;
import org.sealpost.server.SettingProblem;
import org.sealpost.server.Settings;
import org.sealpost.server.SettingsException;
import org.sealpost.server.UnusualSettings;
import org.sealpost.trust.PlainText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sealpost config check}: everything that is wrong with a configuration, at once. */
@Command(name = "check")
final class ConfigCheckCommand implements Callable<Integer> {
  private static final int UNUSABLE = 2;

  private final Configuration configuration;
  private final Screen screen;

  @Parameters(paramLabel = "FILE", arity = "0..1", descriptionKey = "checked-configuration")
  private Optional<Path> file = Optional.empty();

  @Option(names = "--json", descriptionKey = "json-object")
  private boolean json;

  ConfigCheckCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    ConfigurationFiles files = configuration.filesOr(file);
    try {
      Settings settings = configuration.settingsOf(file);
      tell(files, List.of(), UnusualSettings.in(settings));
      return 0;
    } catch (SettingsException e) {
      tell(files, e.found(), List.of());
      return UNUSABLE;
    }
  }

  private void tell(
      ConfigurationFiles files, List<SettingProblem> wrong, List<SettingProblem> unusual) {
    if (json) {
      JsonObject object = new JsonObject();
      object.add("files", Json.list(files.paths().stream().map(Path::toString).toList()));
      object.addProperty("usable", wrong.isEmpty());
      object.add("problems", array(wrong));
      object.add("warnings", array(unusual));
      screen.out().println(object);
      return;
    }
    for (SettingProblem problem : wrong) {
      screen.out().println(PlainText.of(problem.told().in(screen.language())));
    }
    for (SettingProblem warning : unusual) {
      screen.say("config.warning", PlainText.of(warning.told().in(screen.language())));
    }
    if (!wrong.isEmpty()) {
      screen.say("config.unusable", wrong.size());
    } else if (files.paths().isEmpty()) {
      screen.say("config.no-files");
    } else {
      files.paths().forEach(path -> screen.say("config.usable", PlainText.of(path.toString())));
    }
  }

  private static JsonArray array(List<SettingProblem> problems) {
    JsonArray array = new JsonArray();
    for (SettingProblem problem : problems) {
      JsonObject object = new JsonObject();
      problem.file().ifPresent(path -> object.addProperty("file", path));
      if (problem.line() > 0) {
        object.addProperty("line", problem.line());
      }
      problem.key().ifPresent(key -> object.addProperty("key", key));
      object.addProperty("text", problem.words().english());
      JsonObject chinese = new JsonObject();
      chinese.addProperty("text", problem.words().in(Phrase.TAIWAN));
      object.add("zh-TW", chinese);
      array.add(object);
    }
    return array;
  }
}
