package org.sealpost.card.agent;

import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import org.eclipse.lsp4j.jsonrpc.JsonRpcException;
import org.sealpost.card.api.AgentEvents;
import org.sealpost.card.api.RpcConnection;
import org.sealpost.card.api.TokenEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection, and when it has tried the agent's patience. */
final class ClientConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

  private final AgentRequests requests;
  private final RpcConnection<AgentEvents> rpc;
  private final long since = System.nanoTime();

  ClientConnection(SocketChannel channel, TokenSlots slots, ExecutorService workers) {
    this.requests = new AgentRequests(slots, workers);
    this.rpc = new RpcConnection<>(channel, requests, AgentEvents.class, requests::error);
  }

  /** Serves the client until it goes. */
  void run() {
    rpc.run();
  }

  /**
   * Whether a frame takes too long to come or to be taken, or the greeting does.
   *
   * @param limit for each of them
   */
  boolean overdue(Duration limit) {
    boolean silent = !requests.greeted() && System.nanoTime() - since > limit.toNanos();
    return silent || rpc.stalled(limit);
  }

  /** Tells the client, if it has greeted; blocks while it does not read. */
  void tell(TokenEvent event) {
    if (requests.greeted() && rpc.isOpen()) {
      try {
        rpc.remote().token(event);
      } catch (JsonRpcException e) {
        LOG.debug("a client went before it could be told", e);
      }
    }
  }

  @Override
  public void close() {
    rpc.close();
  }
}
