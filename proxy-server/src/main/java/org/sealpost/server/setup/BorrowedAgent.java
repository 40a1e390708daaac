package org.sealpost.server.setup;

import org.sealpost.card.api.CardAgent;

/**
 * A card-agent for a look at the cards.
 *
 * @param end what is to be done when it is no longer needed
 */
public record BorrowedAgent(CardAgent agent, Runnable end) implements AutoCloseable {
  @Override
  public void close() {
    try {
      agent.close();
    } finally {
      end.run();
    }
  }
}
