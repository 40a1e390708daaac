package org.sealpost.server.control;

import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.jsonrpc.services.JsonRequest;

/** What a command may ask of a running proxy (JSON-RPC 2.0). */
interface ControlService {
  /** A link that opens the console once, soon; empty where it is switched off. */
  @JsonRequest
  CompletableFuture<Link> console();

  /** A link; an empty text for none. */
  record Link(String url) {}
}
