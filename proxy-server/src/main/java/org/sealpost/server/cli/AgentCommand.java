package org.sealpost.server.cli;

import java.util.concurrent.Callable;
import org.sealpost.card.agent.AgentSettings;
import org.sealpost.card.agent.Main;
import org.sealpost.server.Log;
import org.sealpost.server.Settings;
import org.sealpost.server.Settings.CardAgentSettings;
import picocli.CommandLine.Command;

/** {@code sealpost agent}: the card-agent in this process, until interrupted. */
@Command(name = "agent")
final class AgentCommand implements Callable<Integer> {
  private final Configuration configuration;

  AgentCommand(Configuration configuration) {
    this.configuration = configuration;
  }

  @Override
  public Integer call() throws Exception {
    Log.ofService();
    return Main.run(settings(configuration.settings())) == 0 ? 0 : 1;
  }

  private static AgentSettings settings(Settings settings) {
    CardAgentSettings agent = settings.cardAgent();
    return new AgentSettings(
        settings.agentSocket(),
        settings.cardFolder(),
        agent.modules(),
        agent.pkcs12(),
        agent.pinTries(),
        agent.pinIdle(),
        agent.pinPrompt().stream()
            .map(
                prompt ->
                    switch (prompt) {
                      case PINENTRY -> AgentSettings.PromptKind.PINENTRY;
                      case DIALOG -> AgentSettings.PromptKind.DIALOG;
                      case TERMINAL -> AgentSettings.PromptKind.TERMINAL;
                    })
            .toList(),
        agent.pinentry());
  }
}
