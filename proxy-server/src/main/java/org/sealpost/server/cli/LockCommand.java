package org.sealpost.server.cli;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import org.sealpost.card.api.CardAgent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sealpost lock}: ends every PIN session. */
@Command(name = "lock")
final class LockCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  @Option(names = "--json", descriptionKey = "json-array")
  private boolean json;

  LockCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    try (CardAgent agent = Agent.connect(configuration.settings())) {
      agent.lock();
    }
    if (json) {
      JsonObject object = new JsonObject();
      object.addProperty("result", "locked");
      Json.printArray(screen.out(), List.of(object));
    } else {
      screen.say("locked");
    }
    return 0;
  }
}
