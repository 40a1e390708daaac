package org.sealpost.server.cli;

import java.time.Duration;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardAgentClient;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.server.Settings;

/** The running card-agent, as the command reaches it. */
final class Agent {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private Agent() {}

  /** A client; it connects at its first call. */
  static CardAgent connect(Settings settings) {
    return new CardAgentClient(settings.agentSocket(), "sealpost", DEADLINE);
  }

  /** Whether an agent answers on the configured socket. */
  static boolean isRunning(Settings settings) throws CardException {
    try (CardAgent agent = connect(settings)) {
      agent.tokens();
      return true;
    } catch (CardException e) {
      if (e.error() == CardError.AGENT_UNREACHABLE) {
        return false;
      }
      throw e;
    }
  }
}
