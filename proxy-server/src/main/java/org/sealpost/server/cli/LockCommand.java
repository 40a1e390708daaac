package org.sealpost.server.cli;

import java.util.concurrent.Callable;
import org.sealpost.card.api.CardAgent;
import picocli.CommandLine.Command;

/** {@code sealpost lock}: ends every PIN session. */
@Command(name = "lock")
final class LockCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  LockCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    try (CardAgent agent = Agent.connect(configuration.settings())) {
      agent.lock();
    }
    screen.say("locked");
    return 0;
  }
}
