package org.sealpost.server.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.sealpost.failure.Phrase;
import org.sealpost.journal.Journal;
import org.sealpost.journal.SentMails;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.outbound.Delivery;
import org.sealpost.outbound.Outbound;
import org.sealpost.outbound.Prepared;
import org.sealpost.policy.Account;
import org.sealpost.policy.Decider;
import org.sealpost.policy.EncryptPolicy;
import org.sealpost.policy.SendPlan;
import org.sealpost.policy.SignPolicy;
import org.sealpost.server.account.MailAccount;
import org.sealpost.server.account.MailAccounts;
import org.sealpost.server.account.Upstream;
import org.sealpost.server.net.Network;
import org.sealpost.server.net.TlsClient;
import org.sealpost.server.net.TlsServer;
import org.sealpost.server.net.TlsTrust;
import org.sealpost.server.session.UpstreamWatch;
import org.sealpost.store.Store;

/** A submission proxy for tests, on a port of its own. */
final class Proxy implements AutoCloseable {
  static final Outbound UNCHANGED =
      (account, envelope, mail) ->
          prepared(
              new Delivery(
                  envelope.recipients(),
                  out -> {
                    try (var in = mail.open()) {
                      in.transferTo(out);
                    }
                  },
                  mail.size(),
                  false));

  /** Each recipient gets a mail of one line with its own address. */
  static final Outbound EACH_ALONE =
      (account, envelope, mail) ->
          prepared(
              envelope.recipients().stream()
                  .map(
                      recipient ->
                          new Delivery(
                              List.of(recipient),
                              out -> out.write(("for " + recipient + "\r\n").getBytes(UTF_8)),
                              100,
                              false))
                  .toArray(Delivery[]::new));

  /** A mail that leaves in these deliveries, neither signed nor encrypted. */
  static Prepared prepared(Delivery... deliveries) {
    List<SendPlan.Copy> copies =
        Stream.of(deliveries).map(it -> new SendPlan.Copy(it.recipients())).toList();
    return new Prepared(
        new SendPlan.Protect(false, Decider.ACCOUNT, false, Decider.ACCOUNT, copies),
        List.of(deliveries));
  }

  final Network network = new Network(Duration.ofSeconds(1));
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private static final Duration REMEMBER = Duration.ofHours(1);

  final Store store;
  final SentMails sentMails;
  private final Journal journal;
  private final SmtpServer server;

  Proxy(Path folder, List<MailAccount> accounts, Outbound outbound) throws IOException {
    this(folder, accounts, outbound, SmtpLimits.standard());
  }

  Proxy(Path folder, List<MailAccount> accounts, Outbound outbound, SmtpLimits limits)
      throws IOException {
    this(folder, accounts, outbound, limits, Files.createTempDirectory(folder, "store"), REMEMBER);
  }

  Proxy(
      Path folder,
      List<MailAccount> accounts,
      Outbound outbound,
      SmtpLimits limits,
      Path storeFolder,
      Duration remember)
      throws IOException {
    store = Store.open(storeFolder.resolve("sealpost.db"));
    journal =
        new Journal(store, storeFolder.resolve("sending.lock"), remember, InstantSource.system());
    sentMails = new SentMails(store, Duration.ofDays(1), InstantSource.system());
    server =
        new SmtpServer(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new MailAccounts(accounts),
            outbound,
            new SpoolFactory(folder.resolve("spool"), 1 << 16),
            TlsServer.localhost(folder),
            limits,
            journal,
            sentMails::keep,
            new UpstreamWatch("smtp", meters, InstantSource.system()),
            meters,
            Phrase.TAIWAN);
    server.start();
  }

  static MailAccount account(String name, int port) throws IOException {
    return account(name, new Upstream("127.0.0.1", port, Upstream.Mode.NONE, noTls()));
  }

  static MailAccount account(String name, Upstream smtp) {
    String address = name + "@example.tw";
    return new MailAccount(
        new Account(address, SignPolicy.ALWAYS, EncryptPolicy.WHEN_POSSIBLE, false),
        Set.of(address, name),
        smtp,
        smtp);
  }

  static TlsClient noTls() throws IOException {
    return TlsClient.of("localhost", TlsTrust.of(List.of()));
  }

  /** Trusts the certificate that {@code folder} keeps. */
  static TlsClient trusting(Path folder, String host) throws IOException {
    return TlsClient.of(
        host, TlsTrust.of(List.of(folder.resolve("localhost-tls/certificate.pem"))));
  }

  int port() {
    return server.address().getPort();
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  void stop() {
    server.close();
  }

  @Override
  public void close() {
    server.close();
    network.close();
    journal.close();
    sentMails.close();
    store.close();
  }
}
