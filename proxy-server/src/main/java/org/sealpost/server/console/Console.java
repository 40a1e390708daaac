package org.sealpost.server.console;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sealpost's own pages, on loopback, for the browser of this machine's user ({@link Gate}).
 * Thread-safe.
 */
public final class Console implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Console.class);

  /** For requests that are being answered, when it closes. */
  private static final int GRACE_SECONDS = 2;

  private final LoopbackServers servers;
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("console-", 0).factory());
  private final Gate gate;
  private final LiveEvents live;
  private final DoctorRun doctor;

  private Console(LoopbackServers servers, Gate gate, LiveEvents live, DoctorRun doctor) {
    this.servers = servers;
    this.gate = gate;
    this.live = live;
    this.doctor = doctor;
  }

  /**
   * Listens, until closed.
   *
   * @throws IOException if the address cannot be had, or one where browsers look as well
   */
  public static Console start(InetSocketAddress address, ConsoleParts parts) throws IOException {
    WatcherToken token = WatcherToken.keptIn(parts.settings().consoleToken());
    HttpLimits.set();
    LoopbackServers servers = LoopbackServers.open(address);
    Gate gate = new Gate(servers.address().getPort(), PeerUser.ofThisSystem(), parts.clock());
    LiveEvents live = new LiveEvents(parts.events());
    DoctorRun doctor =
        new DoctorRun(
            parts.sealpost(),
            parts
                .settings()
                .file()
                .map(file -> List.of("--config", file.toString()))
                .orElse(List.of()),
            parts.clock(),
            () -> live.tell("doctor"));
    Console console = new Console(servers, gate, live, doctor);
    servers.start(
        new Exchanges(
            gate,
            routes(parts, live, doctor),
            new Answers(new Views()),
            new Assets(),
            live,
            new Watchers(token, parts.monitoring()),
            parts.spools()),
        console.workers);
    return console;
  }

  private static Routes routes(ConsoleParts parts, LiveEvents live, DoctorRun doctor) {
    Routes routes = new Routes();
    List<Section> sections =
        List.of(
            new OverviewPages(parts, live),
            new ReceivedPages(parts),
            new SentPages(parts),
            new RefusedPages(parts),
            new OpenPages(parts),
            new BookSections(parts),
            new DoctorPages(doctor),
            new SettingsPages(parts));
    sections.forEach(section -> section.addTo(routes));
    return routes;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return servers.address();
  }

  /** A link that lets one browser in; it counts once, and for a minute. */
  public String newLink() {
    return gate.newLink();
  }

  @Override
  public void close() {
    live.close();
    doctor.close();
    servers.close();
    workers.shutdownNow();
    try {
      if (!workers.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("a page was still being made when the console closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
