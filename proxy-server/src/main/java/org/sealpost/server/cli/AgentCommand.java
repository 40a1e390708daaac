package org.sealpost.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.sealpost.card.agent.AgentSettings;
import org.sealpost.card.agent.Main;
import org.sealpost.card.api.Told;
import org.sealpost.failure.Phrase;
import org.sealpost.server.Log;
import org.sealpost.server.OwnFolder;
import org.sealpost.server.Settings;
import org.sealpost.server.Settings.CardAgentSettings;
import org.sealpost.server.SettingsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** {@code sealpost agent}: the card-agent in this process, until interrupted. */
@Command(name = "agent")
final class AgentCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(AgentCommand.class);

  private final Configuration configuration;

  AgentCommand(Configuration configuration) {
    this.configuration = configuration;
  }

  @Override
  public Integer call() throws Exception {
    Log.ofService();
    CoreDumps.forbid();
    Settings settings = configuration.settings();
    prepare(settings.runtimeDir());
    prepare(settings.cardFolder());
    return Main.run(settings(settings), this::reread);
  }

  private AgentSettings reread() throws AgentSettings.UnusableException {
    try {
      return settings(configuration.settings());
    } catch (SettingsException e) {
      throw new AgentSettings.UnusableException(told(e.problems()), e);
    }
  }

  private static Told told(List<Phrase> problems) {
    return problems.stream()
        .map(problem -> new Told(problem.english(), problem.in(Phrase.TAIWAN)))
        .reduce(Told.NOTHING, Told::then);
  }

  /** The agent says in its own words what it cannot do without the folder. */
  private static void prepare(Path folder) {
    try {
      OwnFolder.makeIfMissing(folder);
    } catch (IOException e) {
      LOG.debug("{} cannot be made", folder, e);
    }
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
        agent.pinentry(),
        settings.language());
  }
}
