package org.sealpost.server.console;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Sealpost's own pages, on loopback, for the browser of this machine's user ({@link Gate}).
 * Thread-safe.
 */
public final class Console implements AutoCloseable {
  private static final int BACKLOG = 64;

  private final HttpServer server;
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("console-", 0).factory());
  private final Gate gate;
  private final LiveEvents live;

  private Console(HttpServer server, Gate gate, LiveEvents live) {
    this.server = server;
    this.gate = gate;
    this.live = live;
  }

  /**
   * Listens, until closed.
   *
   * @throws IOException if the address cannot be had
   */
  public static Console start(InetSocketAddress address, ConsoleParts parts) throws IOException {
    HttpServer server = HttpServer.create(address, BACKLOG);
    Gate gate = new Gate(server.getAddress().getPort(), parts.clock());
    LiveEvents live = new LiveEvents(parts.events());
    Console console = new Console(server, gate, live);
    server.createContext(
        "/", new Exchanges(gate, routes(parts), new Views(), new Assets(), live, parts.spools()));
    server.setExecutor(console.workers);
    server.start();
    return console;
  }

  private static Routes routes(ConsoleParts parts) {
    Routes routes = new Routes();
    List<Section> sections = List.of(new OverviewPages(parts), new BookSections(parts));
    sections.forEach(section -> section.addTo(routes));
    return routes;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** A link that lets one browser in; it counts once, and for a minute. */
  public String newLink() {
    return gate.newLink();
  }

  @Override
  public void close() {
    live.close();
    server.stop(0);
    workers.shutdownNow();
  }
}
