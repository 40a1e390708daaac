package org.sealpost.card.api;

import org.eclipse.lsp4j.jsonrpc.services.JsonNotification;

/** What the agent tells its clients unasked, after their {@code hello}. */
public interface AgentEvents {
  /** A token came, went, was locked, unlocked or forgotten. */
  @JsonNotification
  void token(TokenEvent event);
}
