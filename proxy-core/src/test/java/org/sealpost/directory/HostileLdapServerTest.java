package org.sealpost.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.listener.CannedResponseRequestHandler;
import com.unboundid.ldap.listener.LDAPListener;
import com.unboundid.ldap.listener.LDAPListenerConfig;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a server can do to whom asks it: withhold an answer, and no more. */
class HostileLdapServerTest {
  private static final String ADDRESS = "ann@example.org";
  private static final X509Certificate ANN = DirectoryFixture.certificate(ADDRESS);

  @Test
  void floodAttackWithMoreEntriesThanWereAskedForIsCutOff() throws Exception {
    SearchResultEntry entry =
        new SearchResultEntry(
            "cn=ann", List.of(new Attribute("userCertificate;binary", DirectoryFixture.der(ANN))));
    LDAPListenerConfig config =
        new LDAPListenerConfig(
            0,
            new CannedResponseRequestHandler(
                ResultCode.SUCCESS, null, null, null, Collections.nCopies(50_000, entry), null));
    config.setListenAddress(InetAddress.getLoopbackAddress());
    LDAPListener listener = new LDAPListener(config);
    listener.startListening();
    try {
      assertThat(ask(listener.getListenPort(), Duration.ofSeconds(30)))
          .isInstanceOfSatisfying(
              Answer.Told.class, told -> assertThat(told.certificates()).containsExactly(ANN));
    } finally {
      listener.shutDown(true);
    }
  }

  @Test
  void memoryAttackWithAMessageThatSaysToBeHugeIsAFailure() throws Exception {
    // A sequence of almost two gigabytes (X.690 section 8.1.3).
    byte[] huge = {0x30, (byte) 0x84, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xf0, 0x02, 0x01};
    assertFails(huge, false);
  }

  @Test
  void garbageIsAFailure() throws Exception {
    assertFails(
        "220 smtp.example.org ESMTP\r\n".repeat(10).getBytes(StandardCharsets.US_ASCII), false);
  }

  @Test
  void holdingAttackByAServerThatSendsAnOctetNowAndThenEnds() throws Exception {
    byte[] slow = new byte[100_000];
    slow[0] = 0x30;
    slow[1] = (byte) 0x83;
    slow[2] = 1;
    assertFails(slow, true);
  }

  private static void assertFails(byte[] answer, boolean slowly) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread serving = Thread.startVirtualThread(() -> serve(server, answer, slowly));
      assertThat(ask(server.getLocalPort(), Duration.ofSeconds(2)))
          .isInstanceOf(Answer.Failed.class);
      serving.interrupt();
    }
  }

  private static void serve(ServerSocket server, byte[] answer, boolean slowly) {
    try (Socket socket = server.accept();
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream()) {
      assertThat(in.read()).isNotNegative();
      for (byte each : answer) {
        out.write(each);
        if (slowly) {
          out.flush();
          Thread.sleep(50);
        }
      }
      out.flush();
      in.readAllBytes();
    } catch (IOException | InterruptedException e) {
      // The other side has had enough, which is what is tested.
    }
  }

  private static Answer ask(int port, Duration whole) throws Exception {
    LdapSettings settings =
        new LdapSettings(
            "hostile",
            "127.0.0.1",
            port,
            LdapSettings.Tls.NONE,
            "",
            "(mail={address})",
            Domains.all(),
            Optional.empty());
    return new LdapDirectory(
            settings, DirectoryFixture.trusting(DirectoryFixture.PKI.root().certificate()), whole)
        .ask(DirectoryFixture.question(ADDRESS));
  }
}
