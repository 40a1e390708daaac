package org.sealpost.server.smtp;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.sealpost.journal.Journal;
import org.sealpost.journal.SentMail;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.outbound.Outbound;
import org.sealpost.server.account.MailAccounts;
import org.sealpost.server.net.Connection;
import org.sealpost.server.net.Network;
import org.sealpost.server.net.TlsServer;
import org.sealpost.server.session.IdleSessions;
import org.sealpost.server.session.Loan;
import org.sealpost.server.session.UpstreamWatch;

/**
 * The submission proxy (RFC 6409): mail clients connect here, their mails leave through {@link
 * Outbound} to the real servers. It adds no {@code Received:} field: to the outside it is a part of
 * the client. {@link #start} and {@link #close} belong to one thread.
 */
public final class SmtpServer implements AutoCloseable {
  private final Network network;
  private final InetSocketAddress listenOn;
  private final int maxConnections;
  private final Supplier<Loan<Services>> services;
  private final SmtpMetrics metrics;
  private final IdleSessions idle = new IdleSessions();
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
    this(
        network,
        listenOn,
        limits.maxConnections(),
        () -> Loan.of(new SmtpParts(accounts, outbound, limits, language)),
        spools,
        tls,
        journal,
        sentMails,
        upstreams,
        meters);
  }

  /**
   * As the other, for parts that may be exchanged while it runs.
   *
   * @param parts lends each session what it works with to its end; thread-safe
   */
  public SmtpServer(
      Network network,
      InetSocketAddress listenOn,
      int maxConnections,
      Supplier<Loan<SmtpParts>> parts,
      SpoolFactory spools,
      TlsServer tls,
      Journal journal,
      Consumer<SentMail> sentMails,
      UpstreamWatch upstreams,
      MeterRegistry meters) {
    this.network = network;
    this.listenOn = listenOn;
    this.maxConnections = maxConnections;
    this.metrics = new SmtpMetrics(meters);
    this.services =
        () -> {
          Loan<SmtpParts> loan = parts.get();
          SmtpLimits limits = loan.value().limits();
          Services made =
              new Services(
                  loan.value().accounts(),
                  (server, helloName) ->
                      upstreams.watch(
                          server, () -> SmtpUpstream.open(network, server, helloName, limits)),
                  loan.value().outbound(),
                  spools,
                  tls,
                  limits,
                  journal,
                  sentMails,
                  idle,
                  metrics,
                  loan.value().language());
          return new Loan<>(made, loan.end());
        };
  }

  /**
   * Begins to listen.
   *
   * @throws IOException if the address cannot be had; the message names it
   */
  public void start() throws IOException {
    listener = Optional.of(network.listen(listenOn, maxConnections, this::serve));
  }

  private void serve(Connection connection) {
    try (Loan<Services> lent = services.get()) {
      metrics.during(() -> new SmtpSession(connection, lent.value()).run());
    }
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
    idle.close();
  }
}
