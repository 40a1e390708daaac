package org.sealpost.server.cli;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.sealpost.server.EffectiveSettings.Source;
import org.sealpost.server.Settings;
import org.sealpost.server.ShownSettings;
import org.sealpost.server.ShownSettings.Entry;
import org.sealpost.trust.PlainText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sealpost config show}: the settings as they count, and where each comes from. */
@Command(name = "show")
final class ConfigShowCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "KEY", arity = "0..*", descriptionKey = "shown-settings")
  private List<String> keys = new ArrayList<>();

  @Option(names = "--all")
  private boolean all;

  @Option(names = "--json", descriptionKey = "json-array")
  private boolean json;

  ConfigShowCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = configuration.settings();
    List<Entry> shown = shown(ShownSettings.read(settings.files()));
    if (json) {
      Json.printArray(screen.out(), shown.stream().map(ConfigShowCommand::object).toList());
    } else if (shown.isEmpty()) {
      screen.say("config.all-standard");
    } else {
      shown.stream()
          .flatMap(entry -> entry.lines(this::words, screen.text("config.hidden")).stream())
          .forEach(screen.out()::println);
    }
    return 0;
  }

  private List<Entry> shown(ShownSettings settings) {
    if (keys.isEmpty()) {
      return settings.entries().stream().filter(entry -> all || !entry.isStandard()).toList();
    }
    Set<Entry> shown = new LinkedHashSet<>();
    for (String key : keys) {
      List<Entry> named = settings.named(key);
      if (named.isEmpty()) {
        throw new UsageError(spec, "config.no-setting", PlainText.of(key), settings.nearest(key));
      }
      shown.addAll(named);
    }
    return List.copyOf(shown);
  }

  private String words(Source source) {
    return switch (source) {
      case Source.Standard() -> screen.text("config.standard");
      case Source.Line(String file, int line) -> PlainText.of(file) + ":" + line;
      case Source.Other(String description) -> PlainText.of(description);
    };
  }

  private static JsonObject object(Entry entry) {
    JsonObject object = new JsonObject();
    object.addProperty("key", entry.path());
    object.add("value", entry.json().map(JsonParser::parseString).orElse(JsonNull.INSTANCE));
    object.addProperty("secret", entry.json().isEmpty());
    switch (entry.source()) {
      case Source.Standard() -> object.addProperty("source", "default");
      case Source.Line(String file, int line) -> {
        object.addProperty("source", "file");
        object.addProperty("file", file);
        object.addProperty("line", line);
      }
      case Source.Other(String description) -> object.addProperty("source", description);
    }
    return object;
  }
}
