package org.sealpost.server.pop3;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import org.sealpost.inbound.Inbound;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.server.account.MailAccounts;
import org.sealpost.server.net.Network;
import org.sealpost.server.net.TlsServer;
import org.sealpost.server.session.IdleSessions;
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
  private final Services services;
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
    this.network = network;
    this.address = address;
    this.services =
        new Services(
            accounts,
            (host, port) -> network.connect(host, port, limits.connectTimeout()),
            inbound,
            spools,
            tls,
            limits,
            new KeptBudget(limits.keptMails(), limits.keptBytes()),
            new RecentSizes(REMEMBERED_SIZES),
            new IdleSessions(),
            keptBack,
            upstreams,
            new Pop3Metrics(meters),
            language);
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
    listener =
        Optional.of(
            network.listen(
                address,
                services.limits().maxConnections(),
                connection ->
                    services.metrics().during(new Pop3Session(connection, services)::run)));
  }

  /** Where it listens, with the port that was taken for port 0. */
  public synchronized InetSocketAddress address() {
    return listener.orElseThrow(() -> new IllegalStateException("not started")).address();
  }

  /** Stops listening and ends the sessions that wait for a command; others finish theirs. */
  @Override
  public synchronized void close() {
    listener.ifPresent(Network.Listener::close);
    services.idle().close();
  }
}
