package org.sealpost.server.pop3;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sealpost.failure.Phrase;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.policy.Account;
import org.sealpost.policy.EncryptPolicy;
import org.sealpost.policy.SignPolicy;
import org.sealpost.server.account.MailAccount;
import org.sealpost.server.account.MailAccounts;
import org.sealpost.server.account.Upstream;
import org.sealpost.server.net.Network;
import org.sealpost.server.net.TlsClient;
import org.sealpost.server.net.TlsServer;
import org.sealpost.server.net.TlsTrust;
import org.sealpost.server.session.UpstreamWatch;

/** A POP3 proxy with the test as the real servers. */
final class Proxy implements AutoCloseable {
  static final String[] USERS = {"ming", "hua"};

  final FakeInbound inbound = new FakeInbound();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final TlsServer tls;
  private final Network network = new Network(Duration.ofMillis(200));
  private final List<ServerSocket> sockets = new ArrayList<>();
  private final Pop3Server server;

  Proxy(Path folder) throws IOException {
    this(folder, limits(), 1);
  }

  /**
   * A proxy for the accounts ming@example.tw and hua@example.tw.
   *
   * @param servers how many real servers the accounts have together
   */
  Proxy(Path folder, Pop3Limits limits, int servers) throws IOException {
    this(folder, limits, servers, USERS.length);
  }

  /** A proxy for the first {@code users} of them. */
  Proxy(Path folder, Pop3Limits limits, int servers, int users) throws IOException {
    tls = TlsServer.localhost(folder);
    for (int i = 0; i < servers; i++) {
      sockets.add(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }
    TlsClient client = TlsClient.of("localhost", TlsTrust.of(List.of()));
    List<MailAccount> accounts = new ArrayList<>();
    for (int i = 0; i < users; i++) {
      Upstream upstream =
          new Upstream(
              "localhost", sockets.get(i % servers).getLocalPort(), Upstream.Mode.NONE, client);
      accounts.add(account(USERS[i], upstream));
    }
    server = server(new MailAccounts(accounts), folder, limits);
    server.start();
  }

  /** A proxy for ming@example.tw at this server. */
  Proxy(Path folder, Upstream upstream) throws IOException {
    tls = TlsServer.localhost(folder);
    server = server(new MailAccounts(List.of(account(USERS[0], upstream))), folder, limits());
    server.start();
  }

  private Pop3Server server(MailAccounts accounts, Path folder, Pop3Limits limits) {
    return new Pop3Server(
        network,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        accounts,
        inbound,
        new SpoolFactory(folder.resolve("spool"), 4096),
        tls,
        limits,
        (account, reason) -> {},
        new UpstreamWatch("pop3", meters, InstantSource.system()),
        meters,
        Phrase.TAIWAN);
  }

  static Pop3Limits limits() {
    return Pop3Limits.standard().with(20, Duration.ofSeconds(10), Duration.ofSeconds(20));
  }

  static MailAccount account(String user, Upstream upstream) {
    return new MailAccount(
        new Account(user + "@example.tw", SignPolicy.ALWAYS, EncryptPolicy.WHEN_POSSIBLE, false),
        Set.of(user, user + "@example.tw"),
        upstream,
        upstream);
  }

  InetSocketAddress address() {
    return server.address();
  }

  /** A mail client; its session's connection to the real server waits for {@link #accept}. */
  Peer client() throws IOException {
    return Peer.connect(address());
  }

  /** The real server's end of a session. */
  Peer accept() throws IOException {
    return accept(0);
  }

  Peer accept(int which) throws IOException {
    sockets.get(which).setSoTimeout(20_000);
    return new Peer(sockets.get(which).accept());
  }

  /** A client and its server, logged in. */
  Session loggedIn() throws IOException {
    Peer client = client();
    Peer upstream = accept();
    upstream.line("+OK ready");
    client.read();
    client.line("USER ming");
    upstream.read();
    upstream.line("+OK");
    client.read();
    client.line("PASS secret");
    upstream.read();
    upstream.line("+OK");
    client.read();
    return new Session(client, upstream);
  }

  record Session(Peer client, Peer upstream) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      client.close();
      upstream.close();
    }
  }

  /** The sessions that have ended this way. */
  double ended(Ending ending) {
    return meters.counter("sealpost.pop3.sessions", "ending", ending.token()).count();
  }

  /** Stops the server but not what runs below it. */
  void stop() {
    server.close();
  }

  @Override
  public void close() throws IOException {
    server.close();
    network.close();
    for (ServerSocket socket : sockets) {
      socket.close();
    }
  }
}
