package org.sealpost.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealpost.server.account.Upstream;
import org.sealpost.server.account.Upstream.Mode;
import org.sealpost.server.net.TlsClient;
import org.sealpost.server.net.TlsTrust;

/** Where TLS is configured, nothing of the user's goes to the real server without it. */
class UpstreamTlsTest {
  @TempDir static Path folder;

  private String hello(RealServer real, Mode mode, String name, TlsClient tls) throws Exception {
    Upstream upstream = new Upstream(name, real.port(), mode, tls);
    try (Proxy proxy =
            new Proxy(folder, List.of(Proxy.account("ming", upstream)), Proxy.UNCHANGED);
        Peer client = new Peer(proxy.connect())) {
      client.reply();
      String reply = client.ask("EHLO client.example");
      if (reply.startsWith("250")) {
        assertThat(client.ask("AUTH PLAIN AG1pbmcAc2VjcmV0")).startsWith("235");
      } else {
        assertThat(client.line()).isEqualTo("<closed>");
      }
      return reply;
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IMPLICIT", "STARTTLS"})
  void honestServerIsSpokenToUnderTls(Mode mode) throws Exception {
    try (RealServer real = new RealServer(folder, mode)) {
      String reply = hello(real, mode, "localhost", Proxy.trusting(folder, "localhost"));
      assertThat(reply).startsWith("250-localhost");
      assertThat(real.said).contains("tls EHLO client.example", "tls AUTH PLAIN AG1pbmcAc2VjcmV0");
      assertThat(real.said)
          .filteredOn(line -> line.startsWith("clear"))
          .isSubsetOf("clear EHLO [127.0.0.1]", "clear STARTTLS");
    }
  }

  @Test
  void startTlsStrippedByTheNetworkEndsInAnErrorNotInTheClear() throws Exception {
    try (RealServer real = new RealServer(folder, Mode.STARTTLS, command -> "")) {
      String reply = hello(real, Mode.STARTTLS, "localhost", Proxy.trusting(folder, "localhost"));
      assertThat(reply).startsWith("421").contains("does not offer to begin TLS (STARTTLS)");
      assertThat(real.said).noneMatch(line -> line.contains("client.example"));
      assertThat(real.said).noneMatch(line -> line.contains("AUTH"));
    }
  }

  @Test
  void responseInjectedBehindTheGoAheadIsNotTakenForTheServersOwn() throws Exception {
    Function<String, String> injecting =
        command -> "220 go\r\n250-evil.example\r\n250 AUTH PLAIN\r\n";
    try (RealServer real = new RealServer(folder, Mode.STARTTLS, injecting)) {
      String reply = hello(real, Mode.STARTTLS, "localhost", Proxy.trusting(folder, "localhost"));
      assertThat(reply).startsWith("421");
      assertThat(real.said).noneMatch(line -> line.contains("client.example"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IMPLICIT", "STARTTLS"})
  void certificateForAnotherNameIsToldInWords(Mode mode) throws Exception {
    try (RealServer real = new RealServer(folder, mode)) {
      TlsClient tls = Proxy.trusting(folder, "mail.example.tw");
      assertThat(hello(real, mode, "localhost", tls))
          .startsWith("421 4.7.5")
          .contains("is not for the name")
          .contains("Nothing was sent");
      assertThat(real.said).noneMatch(line -> line.contains("client.example"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IMPLICIT", "STARTTLS"})
  void certificateOfAnUnknownIssuerIsToldInWords(Mode mode) throws Exception {
    try (RealServer real = new RealServer(folder, mode)) {
      TlsClient tls = TlsClient.of("localhost", TlsTrust.of(List.of()));
      assertThat(hello(real, mode, "localhost", tls))
          .startsWith("421 4.7.5")
          .contains("does not trust")
          .contains("trusted-certificates");
      assertThat(real.said).noneMatch(line -> line.contains("client.example"));
    }
  }

  @Test
  void tlsTowardsAServerThatSpeaksInTheClearIsToldInWords() throws Exception {
    try (RealServer real = new RealServer(folder, Mode.NONE)) {
      TlsClient tls = Proxy.trusting(folder, "localhost");
      assertThat(hello(real, Mode.IMPLICIT, "localhost", tls))
          .startsWith("421 4.7.5 Your mail server localhost port")
          .contains("does not begin with TLS");
    }
  }

  @Test
  void serverThatCannotBeReachedIsToldInWords() throws Exception {
    int port;
    try (RealServer gone = new RealServer(folder, Mode.NONE)) {
      port = gone.port();
    }
    Upstream upstream = new Upstream("localhost", port, Mode.NONE, Proxy.noTls());
    try (Proxy proxy =
            new Proxy(folder, List.of(Proxy.account("ming", upstream)), Proxy.UNCHANGED);
        Peer client = new Peer(proxy.connect())) {
      client.reply();
      assertThat(client.ask("EHLO client.example"))
          .startsWith("421 4.4.1 Your mail server localhost refuses connections at port " + port);
    }
  }
}
