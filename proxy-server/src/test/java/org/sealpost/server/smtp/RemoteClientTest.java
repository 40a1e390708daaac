package org.sealpost.server.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.failure.Phrase;
import org.sealpost.journal.Journal;
import org.sealpost.journal.SentMails;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.server.account.MailAccounts;
import org.sealpost.server.account.Upstream;
import org.sealpost.server.net.Connection;
import org.sealpost.server.net.Network;
import org.sealpost.server.net.Tls;
import org.sealpost.server.net.TlsServer;
import org.sealpost.server.session.IdleSessions;
import org.sealpost.store.Store;

/** A client that is not on this machine. */
class RemoteClientTest {
  @TempDir Path folder;

  /** A connection whose client says all it has to say at once. */
  private record Scripted(InetAddress from, InputStream in, ByteArrayOutputStream out)
      implements Connection {
    @Override
    public InetSocketAddress peer() {
      return new InetSocketAddress(from, 4711);
    }

    @Override
    public boolean isSecure() {
      return false;
    }

    @Override
    public void readTimeout(Duration timeout) {
      // Nothing here waits.
    }

    @Override
    public void startTls(Tls tls) {
      throw new IllegalStateException("not in this test");
    }

    @Override
    public void close() {
      // Nothing is open.
    }

    @Override
    public void abort() {
      // Nothing is open.
    }
  }

  private String talk(String from, String script) throws Exception {
    try (RealServer real = new RealServer(folder, Upstream.Mode.NONE);
        Network network = new Network(Duration.ofMillis(100));
        Store store = Store.open(folder.resolve("store/sealpost.db"));
        Journal journal =
            new Journal(
                store,
                folder.resolve("store/sending.lock"),
                Duration.ZERO,
                InstantSource.system());
        SentMails sentMails = new SentMails(store, Duration.ZERO, InstantSource.system())) {
      SmtpLimits limits = SmtpLimits.standard();
      Services services =
          new Services(
              new MailAccounts(List.of(Proxy.account("ming", real.port()))),
              (server, name) -> SmtpUpstream.open(network, server, name, limits),
              Proxy.UNCHANGED,
              new SpoolFactory(folder, 1000),
              TlsServer.localhost(folder),
              limits,
              journal,
              sentMails::keep,
              new IdleSessions(),
              new SmtpMetrics(new SimpleMeterRegistry()),
              Phrase.TAIWAN);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Scripted connection =
          new Scripted(address(from), new ByteArrayInputStream(script.getBytes(US_ASCII)), out);
      new SmtpSession(connection, services).run();
      return out.toString(US_ASCII);
    }
  }

  private static InetAddress address(String literal) throws UnknownHostException {
    return InetAddress.getByName(literal);
  }

  private static final String SCRIPT =
      "EHLO x\r\nAUTH PLAIN AG1pbmcAc2VjcmV0\r\nMAIL FROM:<ming@example.tw>\r\nQUIT\r\n";

  @Test
  void passwordsAndMailsAreNotTakenInTheClearFromTheNetwork() throws Exception {
    assertThat(talk("192.0.2.7", SCRIPT))
        .doesNotContain("250-AUTH")
        .contains("250 STARTTLS", "530 5.7.0 Use STARTTLS first")
        .doesNotContain("235", "250 2.0.0");
  }

  @Test
  void passwordsAndMailsAreTakenInTheClearFromThisMachine() throws Exception {
    assertThat(talk("127.0.0.1", SCRIPT)).contains("250-AUTH", "235 2.7.0 OK", "250 2.0.0 OK");
  }
}
