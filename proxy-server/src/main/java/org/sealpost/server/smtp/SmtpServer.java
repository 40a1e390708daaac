package org.sealpost.server.smtp;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.sealpost.journal.Journal;
import org.sealpost.journal.SentMail;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.outbound.Outbound;
import org.sealpost.server.account.MailAccounts;
import org.sealpost.server.net.Connection;
import org.sealpost.server.net.Network;
import org.sealpost.server.net.TlsServer;
import org.sealpost.server.session.IdleSessions;
import org.sealpost.server.session.UpstreamWatch;

/**
 * The submission proxy (RFC 6409): mail clients connect here, their mails leave through {@link
 * Outbound} to the real servers. It adds no {@code Received:} field: to the outside it is a part of
 * the client. {@link #start} and {@link #close} belong to one thread.
 */
public final class SmtpServer implements AutoCloseable {
  private final Network network;
  private final InetSocketAddress listenOn;
  private final Services services;
  private Optional<Network.Listener> listener = Optional.empty();

  /**
   * Nothing is opened before {@link #start}.
   *
   * @param sentMails gets each mail that was sent or refused; must be quick, thread-safe, and not
   *     fail
   * @param language in which clients are told that read UTF-8; others are told in English
   */
  public SmtpServer(
      Network network,
      InetSocketAddress listenOn,
      MailAccounts accounts,
      Outbound outbound,
      SpoolFactory spools,
      TlsServer tls,
      SmtpLimits limits,
      Journal journal,
      Consumer<SentMail> sentMails,
      UpstreamWatch upstreams,
      MeterRegistry meters,
      Locale language) {
    this.network = network;
    this.listenOn = listenOn;
    services =
        new Services(
            accounts,
            (server, helloName) ->
                upstreams.watch(
                    server, () -> SmtpUpstream.open(network, server, helloName, limits)),
            outbound,
            spools,
            tls,
            limits,
            journal,
            sentMails,
            new IdleSessions(),
            new SmtpMetrics(meters),
            language);
  }

  /**
   * Begins to listen.
   *
   * @throws IOException if the address cannot be had; the message names it
   */
  public void start() throws IOException {
    listener =
        Optional.of(network.listen(listenOn, services.limits().maxConnections(), this::serve));
  }

  private void serve(Connection connection) {
    services.metrics().during(() -> new SmtpSession(connection, services).run());
  }

  /**
   * Where it listens, with the port that was taken for port 0.
   *
   * @throws IllegalStateException before {@link #start}
   */
  public InetSocketAddress address() {
    return listener.orElseThrow(() -> new IllegalStateException("not started")).address();
  }

  /** Stops accepting and tells waiting clients to go; mails that are on their way go on. */
  @Override
  public void close() {
    listener.ifPresent(Network.Listener::close);
    services.idle().close();
  }
}
