package org.sealpost.directory;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.sealpost.testpki.Holder;

/** OpenLDAP's server on loopback, with entries and a key of its own. */
final class Slapd {
  static final String ADMIN = "cn=admin,o=test";
  static final String PASSWORD = "secret of the directory";

  private static final Path PROGRAM = Path.of("/usr/sbin/slapd");
  private static final Path SCHEMA = Path.of("/etc/ldap/schema");

  private final Process process;
  private final int port;
  private final int tlsPort;

  private Slapd(Process process, int port, int tlsPort) {
    this.process = process;
    this.port = port;
    this.tlsPort = tlsPort;
  }

  /**
   * Starts it in a folder, which must be empty.
   *
   * @param ldif the entries below {@code o=test}; {@code ou=closed} is for ADMIN alone
   */
  static Slapd start(Path folder, Holder key, String ldif)
      throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(PROGRAM), "slapd is not installed (bin/check installs it)");
    Files.createDirectories(folder.resolve("data"));
    key.writeCertificates(folder.resolve("cert.pem"));
    key.writeKey(folder.resolve("key.pem"));
    Path configuration = folder.resolve("slapd.conf");
    Files.writeString(
        configuration,
        """
        include %2$s/core.schema
        include %2$s/cosine.schema
        include %2$s/inetorgperson.schema
        pidfile %1$s/pid
        modulepath /usr/lib/ldap
        moduleload back_mdb
        TLSCertificateFile %1$s/cert.pem
        TLSCertificateKeyFile %1$s/key.pem
        sizelimit 50
        database mdb
        suffix "o=test"
        rootdn "%3$s"
        rootpw "%4$s"
        maxsize 16777216
        directory %1$s/data
        access to dn.subtree="ou=closed,o=test" by anonymous auth by * none
        access to * by * read
        """
            .formatted(folder, SCHEMA, ADMIN, PASSWORD));
    Path entries = folder.resolve("entries.ldif");
    Files.writeString(entries, ldif);
    run(folder, "/usr/sbin/slapadd", "-f", configuration.toString(), "-l", entries.toString());
    int port = freePort();
    int tlsPort = freePort();
    Process process =
        new ProcessBuilder(
                PROGRAM.toString(),
                "-d",
                "0",
                "-f",
                configuration.toString(),
                "-h",
                "ldap://127.0.0.1:" + port + " ldaps://127.0.0.1:" + tlsPort)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("slapd.log").toFile())
            .start();
    awaitListening(process, tlsPort, folder.resolve("slapd.log"));
    return new Slapd(process, port, tlsPort);
  }

  int port(LdapSettings.Tls tls) {
    return tls == LdapSettings.Tls.IMPLICIT ? tlsPort : port;
  }

  private static void run(Path folder, String... command) throws IOException, InterruptedException {
    Path log = folder.resolve("slapadd.log");
    Process process =
        new ProcessBuilder(List.of(command))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new AssertionError(command[0] + ": " + Files.readString(log));
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitListening(Process process, int port, Path log)
      throws IOException, InterruptedException {
    for (int i = 0; i < 300 && process.isAlive(); i++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return;
      } catch (IOException e) {
        Thread.sleep(100);
      }
    }
    process.destroyForcibly();
    throw new AssertionError("slapd does not listen: " + Files.readString(log));
  }

  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
