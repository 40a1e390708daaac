package org.sealpost.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.sealpost.harness.Authority;
import org.sealpost.harness.Person;

/** OpenLDAP's server on loopback with TLS and the certificates of these people. */
final class LdapServer {
  private static final String SLAPD = "/usr/sbin/slapd";
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path folder;
  private final int port;
  private Process process;

  private LdapServer(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  static LdapServer start(Path folder, Authority authority, Person... people) throws Exception {
    Programs.need("slapd");
    Files.createDirectories(folder.resolve("data"));
    writeKey(folder, authority);
    Files.writeString(folder.resolve("slapd.conf"), configuration(folder));
    Files.writeString(folder.resolve("entries.ldif"), entries(people));
    Programs.run(
            "/usr/sbin/slapadd",
            "-f",
            folder.resolve("slapd.conf").toString(),
            "-l",
            folder.resolve("entries.ldif").toString())
        .succeeds();
    LdapServer server = new LdapServer(folder, freePort());
    server.start();
    return server;
  }

  private static String configuration(Path folder) {
    return """
        include /etc/ldap/schema/core.schema
        include /etc/ldap/schema/cosine.schema
        include /etc/ldap/schema/inetorgperson.schema
        pidfile %1$s/pid
        modulepath /usr/lib/ldap
        moduleload back_mdb
        TLSCertificateFile %1$s/cert.pem
        TLSCertificateKeyFile %1$s/key.pem
        database mdb
        suffix "o=test"
        maxsize 16777216
        directory %1$s/data
        """
        .formatted(folder);
  }

  private static String entries(Person... people) throws GeneralSecurityException {
    StringBuilder entries = new StringBuilder("dn: o=test\nobjectClass: organization\no: test\n\n");
    for (Person person : people) {
      entries.append(
          """
          dn: mail=%1$s,o=test
          objectClass: inetOrgPerson
          cn: someone
          sn: someone
          mail: %1$s
          userCertificate;binary:: %2$s

          """
              .formatted(
                  person.address(),
                  Base64.getEncoder().encodeToString(person.encryption().getEncoded())));
    }
    return entries.toString();
  }

  private static void writeKey(Path folder, Authority authority) throws Exception {
    Path keys = folder.resolve("key.p12");
    authority.writeServerKey(keys, PASSWORD);
    KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD);
    String alias = store.aliases().nextElement();
    Authority.writePem((X509Certificate) store.getCertificate(alias), folder.resolve("cert.pem"));
    Files.writeString(
        folder.resolve("key.pem"),
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(store.getKey(alias, PASSWORD).getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void start() throws IOException, InterruptedException {
    process =
        new ProcessBuilder(
                SLAPD,
                "-d",
                "0",
                "-f",
                folder.resolve("slapd.conf").toString(),
                "-h",
                "ldaps://127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("slapd.log").toFile())
            .start();
    for (int i = 0; i < 300 && process.isAlive(); i++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return;
      } catch (IOException e) {
        Thread.sleep(100);
      }
    }
    stop();
    throw new AssertionError(Files.readString(folder.resolve("slapd.log")));
  }

  /** As the configuration has it. */
  String hocon(String name, String domain) {
    return "{ name = %s, host = localhost, port = %d, tls = implicit, base = \"o=test\", domains = [%s] }"
        .formatted(name, port, domain);
  }

  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
