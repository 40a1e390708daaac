package org.sealpost.server.console;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Telling;
import org.sealpost.failure.TellingIoException;
import org.sealpost.server.ListenAddress;
import org.sealpost.server.LocalhostAddresses;

/**
 * One server at the address that is set and wherever else a browser looks for the console's name on
 * that port. If another user had one of these, the browser would bring the link, and later the
 * cookie, to that user.
 */
final class LoopbackServers implements AutoCloseable {
  private static final int BACKLOG = 64;

  /** A port that is free at one address may be taken at another. */
  private static final int TRIES = 20;

  private final List<HttpServer> servers;

  private LoopbackServers(List<HttpServer> servers) {
    this.servers = List.copyOf(servers);
  }

  /**
   * Takes the addresses; nothing is answered yet.
   *
   * @param address with port 0 for any
   * @throws IOException if one of them cannot be had; the message says which
   */
  static LoopbackServers open(InetSocketAddress address) throws IOException {
    for (int i = 1; address.getPort() == 0 && i < TRIES; i++) {
      try {
        return all(address);
      } catch (IOException _) {
        // Another port is tried.
      }
    }
    return all(address);
  }

  private static LoopbackServers all(InetSocketAddress address) throws IOException {
    List<HttpServer> servers = new ArrayList<>();
    try {
      servers.add(server(address));
      List<InetSocketAddress> all =
          LocalhostAddresses.with(
              new InetSocketAddress(
                  address.getAddress(), servers.getFirst().getAddress().getPort()));
      for (InetSocketAddress other : all.subList(1, all.size())) {
        servers.add(server(other));
      }
      return new LoopbackServers(servers);
    } catch (IOException e) {
      // The JDK's server keeps the port of one that never ran.
      servers.forEach(HttpServer::start);
      servers.forEach(server -> server.stop(0));
      throw e;
    }
  }

  private static HttpServer server(InetSocketAddress address) throws IOException {
    try {
      return HttpServer.create(address, BACKLOG);
    } catch (IOException e) {
      throw new TellingIoException(
          Phrase.of(
              LoopbackServers.class,
              "listen.not-here",
              ListenAddress.shown(address),
              Telling.of(e)),
          e);
    }
  }

  void start(HttpHandler handler, Executor workers) {
    for (HttpServer server : servers) {
      server.createContext("/", handler);
      server.setExecutor(workers);
      server.start();
    }
  }

  /** The one that is set. */
  InetSocketAddress address() {
    return servers.getFirst().getAddress();
  }

  /** Ends at once what is still answered. */
  @Override
  public void close() {
    servers.forEach(server -> server.stop(0));
  }
}
