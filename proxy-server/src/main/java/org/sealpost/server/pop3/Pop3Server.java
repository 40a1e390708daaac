package org.sealpost.server.pop3;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.sealpost.inbound.Inbound;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.server.account.MailAccounts;
import org.sealpost.server.net.Connection;
import org.sealpost.server.net.Network;
import org.sealpost.server.net.TlsServer;
import org.sealpost.server.session.IdleSessions;
import org.sealpost.server.session.Loan;
import org.sealpost.server.session.UpstreamWatch;

/**
 * The POP3 server for mail clients: RFC 1939 with CAPA (2449), STLS (2595), AUTH (5034), response
 * codes (3206), LANG (6856), and UTF8 (6856) where the real server has it. Each client gets a
 * session of its own, on a virtual thread. Thread-safe.
 */
public final class Pop3Server implements AutoCloseable {
  /** Opened mails whose size is remembered, of each account. */
  private static final int REMEMBERED_SIZES = 4096;

  private final Network network;
  private final InetSocketAddress address;
  private final int maxConnections;
  private final Supplier<Loan<Services>> services;
  private final Pop3Metrics metrics;
  private final IdleSessions idle = new IdleSessions();
  private Optional<Network.Listener> listener = Optional.empty();

  /**
   * A server; nothing happens before {@link #start}.
   *
   * @param address port 0 for any that is free
   * @param spools for mails while they are opened, and for opened mails while their session lasts
   * @param tls for STLS
   * @param language in which clients are told that read UTF-8 and choose none
   */
  public Pop3Server(
      Network network,
      InetSocketAddress address,
      MailAccounts accounts,
      Inbound inbound,
      SpoolFactory spools,
      TlsServer tls,
      Pop3Limits limits,
      KeptBack keptBack,
      UpstreamWatch upstreams,
      MeterRegistry meters,
      Locale language) {
    this(
        network,
        address,
        limits,
        () -> Loan.of(new Pop3Parts(accounts, inbound, limits, language)),
        spools,
        tls,
        keptBack,
        upstreams,
        meters);
  }

  /**
   * As the other, for parts that may be exchanged while it runs.
   *
   * @param limits for all sessions together
   * @param parts lends each session what it works with to its end; thread-safe
   */
  public Pop3Server(
      Network network,
      InetSocketAddress address,
      Pop3Limits limits,
      Supplier<Loan<Pop3Parts>> parts,
      SpoolFactory spools,
      TlsServer tls,
      KeptBack keptBack,
      UpstreamWatch upstreams,
      MeterRegistry meters) {
    this.network = network;
    this.address = address;
    this.maxConnections = limits.maxConnections();
    this.metrics = new Pop3Metrics(meters);
    KeptBudget budget = new KeptBudget(limits.keptMails(), limits.keptBytes());
    SizeMemory sizes = new RecentSizes(REMEMBERED_SIZES);
    this.services =
        () -> {
          Loan<Pop3Parts> loan = parts.get();
          Pop3Limits its = loan.value().limits();
          Services made =
              new Services(
                  loan.value().accounts(),
                  (host, port) -> network.connect(host, port, its.connectTimeout()),
                  loan.value().inbound(),
                  spools,
                  tls,
                  its,
                  budget,
                  sizes,
                  idle,
                  keptBack,
                  upstreams,
                  metrics,
                  loan.value().language());
          return new Loan<>(made, loan.end());
        };
  }

  /**
   * Listens from now on.
   *
   * @throws IOException if the address cannot be had
   */
  public synchronized void start() throws IOException {
    if (listener.isPresent()) {
      throw new IllegalStateException("started already");
    }
    listener = Optional.of(network.listen(address, maxConnections, this::serve));
  }

  private void serve(Connection connection) {
    try (Loan<Services> lent = services.get()) {
      metrics.during(new Pop3Session(connection, lent.value())::run);
    }
  }

  /** Where it listens, with the port that was taken for port 0. */
  public synchronized InetSocketAddress address() {
    return listener.orElseThrow(() -> new IllegalStateException("not started")).address();
  }

  /** Stops listening and ends the sessions that wait for a command; others finish theirs. */
  @Override
  public synchronized void close() {
    listener.ifPresent(Network.Listener::close);
    idle.close();
  }
}
