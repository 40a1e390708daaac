package org.sealpost.server.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sealpost.failure.Phrase;
import org.sealpost.server.Reload;
import org.sealpost.server.Settings;
import org.sealpost.server.control.ControlClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code sealpost reload}: has the running proxy read its configuration anew. */
@Command(name = "reload")
final class ReloadCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  @Option(names = JsonFailure.OPTION, descriptionKey = "json-reload")
  private boolean json;

  ReloadCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    // One that cannot be read here is told as any command tells it: the proxy need not be asked.
    Settings settings = configuration.settings();
    Optional<ControlClient> proxy = ControlClient.connect(settings.controlSocket());
    if (proxy.isEmpty()) {
      throw new CommandFailed("reload.no-proxy", settings.controlSocket());
    }
    try (ControlClient client = proxy.get()) {
      Reload reload = client.reload();
      if (json) {
        screen.out().println(object(reload));
      } else {
        tell(reload);
      }
      if (!reload.used()) {
        return ExitCode.USAGE;
      }
      return reload.problems().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private void tell(Reload reload) {
    reload.problems().forEach(problem -> screen.note(problem.in(screen.language())));
    if (!reload.used()) {
      screen.note(screen.text("reload.refused"));
    } else if (!reload.nextStart().isEmpty()) {
      screen.say("reload.in-part", String.join(", ", reload.nextStart()));
    } else if (reload.problems().isEmpty()) {
      screen.say("reload.used");
    }
  }

  private static JsonObject object(Reload reload) {
    JsonObject object = new JsonObject();
    object.addProperty("used", reload.used());
    object.add("problems", array(reload.problems().stream().map(Phrase::english).toList()));
    object.add("nextStart", array(reload.nextStart()));
    return object;
  }

  private static JsonArray array(List<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }
}
