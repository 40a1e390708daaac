package org.sealpost.server.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.sealpost.server.Log;
import org.sealpost.server.Surroundings;

/**
 * The subcommands that run on their own for days. Each starts without the others: to lay out all of
 * them takes longer than to open the store.
 */
final class Services {
  private static final Map<String, BiFunction<Configuration, Screen, Callable<Integer>>> COMMANDS =
      Map.of(
          "agent",
          (configuration, _) -> new AgentCommand(configuration),
          "proxy",
          ProxyCommand::new);

  private Services() {}

  static boolean isOne(String command) {
    return COMMANDS.containsKey(command);
  }

  /**
   * Runs one, without picocli.
   *
   * @return the exit status
   */
  static int run(ServiceCall call, Screen screen, Surroundings surroundings) {
    Log.ofService();
    Configuration configuration = new Configuration(surroundings, call.file(), call.language());
    try {
      return COMMANDS.get(call.service()).apply(configuration, screen).call();
    } catch (Exception e) {
      return new Failures(screen).tell(e, List.of());
    }
  }
}
