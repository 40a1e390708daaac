package org.sealpost.server.console;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.sealpost.server.session.Loan;
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

  private final Exchanges exchanges;
  private final OpenedMails opened;

  /** The pages of one configuration, for as long as it is lent. Immutable. */
  public static final class Pages {
    private final Routes routes;

    private Pages(Routes routes) {
      this.routes = routes;
    }
  }

  private Console(
      LoopbackServers servers,
      Gate gate,
      LiveEvents live,
      DoctorRun doctor,
      Exchanges exchanges,
      OpenedMails opened) {
    this.servers = servers;
    this.gate = gate;
    this.live = live;
    this.doctor = doctor;
    this.exchanges = exchanges;
    this.opened = opened;
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
            parts.settings().files().arguments(),
            parts.clock(),
            () -> live.tell("doctor"));
    OpenedMails opened = new OpenedMails();
    Routes routes = routes(parts, live, doctor, opened);
    Exchanges exchanges =
        new Exchanges(
            gate,
            () -> Loan.of(routes),
            new Answers(new Views()),
            new Assets(),
            live,
            new Watchers(token, parts.monitoring()),
            parts.spools());
    Console console = new Console(servers, gate, live, doctor, exchanges, opened);
    servers.start(exchanges, console.workers);
    return console;
  }

  /** The pages that show these parts; nobody sees them yet. */
  public Pages pages(ConsoleParts parts) {
    return new Pages(routes(parts, live, doctor, opened));
  }

  /**
   * Shows from now on what each request is lent, until that is answered; whoever is in stays in.
   */
  public void show(Supplier<Loan<Pages>> lender) {
    exchanges.follow(
        () -> {
          Loan<Pages> pages = lender.get();
          return new Loan<>(pages.value().routes, pages.end());
        });
  }

  private static Routes routes(
      ConsoleParts parts, LiveEvents live, DoctorRun doctor, OpenedMails opened) {
    Routes routes = new Routes();
    List<Section> sections =
        List.of(
            new OverviewPages(parts, live),
            new ReceivedPages(parts),
            new SentPages(parts),
            new RefusedPages(parts),
            new OpenPages(parts, opened),
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
