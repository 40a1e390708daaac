package org.sealpost.server.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientTlsTest {
  @TempDir static Path folder;

  @Test
  void stlsCarriesTheSession() throws Exception {
    try (Proxy proxy = new Proxy(folder);
        Peer client = proxy.client();
        Peer upstream = proxy.accept()) {
      upstream.line("+OK ready");
      client.read();
      assertThat(client.ask("STLS")).isEqualTo("+OK Begin TLS");
      assertThat(client.startTls()).isEqualTo(proxy.tls.certificate());
      client.line("CAPA");
      assertThat(upstream.read()).isEqualTo("CAPA");
      upstream.send("+OK\r\nUSER\r\n.\r\n");
      assertThat(client.read()).startsWith("+OK");
      assertThat(client.readMultiLine()).doesNotContain("STLS").contains("USER");
      assertThat(client.ask("STLS")).isEqualTo("-ERR TLS is on already");
      client.line("USER ming");
      assertThat(upstream.read()).isEqualTo("USER ming");
    }
  }

  @Test
  void commandsInjectedBehindStlsAreThrownAway() throws Exception {
    try (Proxy proxy = new Proxy(folder);
        Peer client = proxy.client();
        Peer upstream = proxy.accept()) {
      upstream.line("+OK ready");
      client.read();
      client.send("STLS\r\nUSER ming\r\nPASS injected\r\n");
      assertThat(client.read()).isEqualTo("+OK Begin TLS");
      client.startTls();
      assertThat(client.ask("RETR 1")).isEqualTo("-ERR Log in first");
      client.line("USER hua");
      assertThat(upstream.read()).isEqualTo("USER hua");
    }
  }

  @Test
  void aNameSaidInTheClearIsForgotten() throws Exception {
    try (Proxy proxy = new Proxy(folder);
        Peer client = proxy.client();
        Peer upstream = proxy.accept()) {
      upstream.line("+OK ready");
      client.read();
      client.line("USER ming");
      upstream.read();
      upstream.line("+OK");
      client.read();
      client.ask("STLS");
      client.startTls();
      assertThat(client.ask("PASS secret")).isEqualTo("-ERR Give the user name first");
    }
  }

  @Test
  void whoFailsTheHandshakeCostsOnlyHisConnection() throws Exception {
    try (Proxy proxy = new Proxy(folder);
        Peer client = proxy.client();
        Peer upstream = proxy.accept()) {
      upstream.line("+OK ready");
      client.read();
      client.ask("STLS");
      client.line("this is no ClientHello, whatever it is");
      assertThat(upstream.read()).isEqualTo("(end)");
      try (Proxy.Session next = proxy.loggedIn()) {
        next.client().line("NOOP");
        assertThat(next.upstream().read()).isEqualTo("NOOP");
      }
    }
  }
}
