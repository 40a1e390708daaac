package org.sealpost.it;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Assumptions;
import org.sealpost.harness.Authority;
import org.sealpost.harness.ServerAddress;

/**
 * Postfix and Dovecot, unmodified, on free ports of loopback with queues, mailboxes and
 * configuration in a folder of their own. Everyone's password is {@code secret}.
 */
final class PostfixAndDovecot implements AutoCloseable {
  private static final AtomicInteger NEXT_PORT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(12_000, 28_000));

  static final String PASSWORD = "secret";

  private static final byte[] TOKEN_KEY =
      "the key of the one who issues tokens".getBytes(StandardCharsets.US_ASCII);

  private final Path folder;
  private final Map<String, Integer> ports;

  private PostfixAndDovecot(Path folder, Map<String, Integer> ports) {
    this.folder = folder;
    this.ports = ports;
  }

  /** Starts both; skips the test where they are missing or may not be started. */
  static PostfixAndDovecot start(Authority authority, List<String> addresses)
      throws IOException, InterruptedException {
    Programs.need("postfix", "dovecot", "openssl");
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "Postfix can be started by root only");
    // Postfix wants a short path that its own user may walk.
    Path folder = Files.createTempDirectory(Path.of("/tmp"), "sealpost-mail");
    Files.setPosixFilePermissions(
        folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    Map<String, Integer> ports =
        Map.of(
            "smtp", freePort(),
            "smtps", freePort(),
            "submission", freePort(),
            "pop3", freePort(),
            "pop3s", freePort());
    PostfixAndDovecot servers = new PostfixAndDovecot(folder, ports);
    try {
      servers.configure(authority, addresses);
      servers.launch();
      return servers;
    } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
      servers.close();
      throw e;
    }
  }

  /**
   * Not one of those that the system gives to whoever asks for any (above 32768 on Linux): another
   * test's process could get it before the server has it.
   */
  private static int freePort() throws IOException {
    while (true) {
      int port = NEXT_PORT.getAndIncrement();
      try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (BindException _) {
        // Somebody has it.
      }
    }
  }

  private void configure(Authority authority, List<String> addresses)
      throws IOException, InterruptedException {
    for (String name :
        List.of(
            "pf",
            "pf/postfix-files.d",
            "spool",
            "data",
            "mail",
            "dc",
            "dc/keys/default/HS256",
            "tls")) {
      Files.createDirectories(folder.resolve(name));
    }
    Path keys = folder.resolve("tls/key.p12");
    authority.writeServerKey(keys, "changeit".toCharArray());
    Programs.run(
            "openssl",
            "pkcs12",
            "-in",
            keys.toString(),
            "-nodes",
            "-passin",
            "pass:changeit",
            "-out",
            folder.resolve("tls/server.pem").toString())
        .succeeds();
    StringBuilder mailboxes = new StringBuilder();
    StringBuilder users = new StringBuilder();
    for (String address : addresses) {
      mailboxes.append(address).append('=').append(address).append("/, ");
      users.append(address).append(":{PLAIN}").append(PASSWORD).append('\n');
    }
    write("dc/users", users.toString());
    write("pf/dynamicmaps.cf", "");
    write("pf/main.cf", template("main.cf").replace("@MAILBOXES@", mailboxes));
    write("pf/master.cf", template("master.cf"));
    write("dc/dovecot.conf", template("dovecot.conf"));
    write("dc/oauth2.conf", template("oauth2.conf"));
    write("dc/keys/default/HS256/default", Base64.getEncoder().encodeToString(TOKEN_KEY));
    Programs.run("chown", "mail:mail", folder.resolve("mail").toString()).succeeds();
    Programs.run("chown", "postfix", folder.resolve("data").toString()).succeeds();
  }

  private String template(String name) throws IOException {
    try (var in = PostfixAndDovecot.class.getResourceAsStream(name)) {
      String text = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      for (Map.Entry<String, Integer> port : ports.entrySet()) {
        text = text.replace("@" + port.getKey() + "@", port.getValue().toString());
      }
      return text.replace("@FOLDER@", folder.toString())
          .replace("@UID@", id("-u"))
          .replace("@GID@", id("-g"));
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static String id(String option) throws IOException, InterruptedException {
    return Programs.run("id", option, "mail").succeeds().output().strip();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private void launch() throws IOException, InterruptedException {
    Programs.run("postfix", "-c", folder.resolve("pf").toString(), "start").succeeds();
    Programs.run("dovecot", "-c", folder.resolve("dc/dovecot.conf").toString()).succeeds();
    for (int port : ports.values()) {
      awaitPort(port);
    }
  }

  private static void awaitPort(int port) throws IOException, InterruptedException {
    for (int attempt = 0; attempt < 100; attempt++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return;
      } catch (IOException _) {
        Thread.sleep(100);
      }
    }
    throw new IOException("nothing listens on port " + port);
  }

  /** SMTP with STARTTLS required and AUTH. */
  ServerAddress submission() {
    return new ServerAddress("localhost", ports.get("submission"), "starttls");
  }

  /** SMTP over TLS with AUTH. */
  ServerAddress submissions() {
    return new ServerAddress("localhost", ports.get("smtps"), "implicit");
  }

  /** SMTP without TLS; delivers to local mailboxes without AUTH. */
  ServerAddress smtp() {
    return new ServerAddress("localhost", ports.get("smtp"), "none");
  }

  ServerAddress pop3() {
    return new ServerAddress("localhost", ports.get("pop3"), "starttls");
  }

  ServerAddress pop3s() {
    return new ServerAddress("localhost", ports.get("pop3s"), "implicit");
  }

  /** An access token that the servers accept for an hour: a JWT (RFC 7519) with HS256. */
  static String token(String address) {
    long now = Instant.now().getEpochSecond();
    String signed =
        base64Url("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8))
            + "."
            + base64Url(
                "{\"sub\":\"%s\",\"iat\":%d,\"exp\":%d}"
                    .formatted(address, now - 60, now + 3600)
                    .getBytes(StandardCharsets.UTF_8));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(TOKEN_KEY, "HmacSHA256"));
      return signed + "." + base64Url(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64Url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The mails in a mailbox as they lie on the server's disk, oldest first. */
  List<byte[]> mailbox(String address) throws IOException {
    Path maildir = folder.resolve("mail").resolve(address);
    if (!Files.isDirectory(maildir)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(maildir)) {
      List<byte[]> mails = new java.util.ArrayList<>();
      for (Path file :
          files
              .filter(f -> f.getParent().endsWith("new") || f.getParent().endsWith("cur"))
              .filter(Files::isRegularFile)
              .sorted(Comparator.comparing(f -> f.getFileName().toString()))
              .toList()) {
        mails.add(Files.readAllBytes(file));
      }
      return mails;
    }
  }

  /** Waits until a mailbox has this many mails. */
  List<byte[]> awaitMails(String address, int count) throws IOException, InterruptedException {
    for (int attempt = 0; attempt < 300; attempt++) {
      List<byte[]> mails = mailbox(address);
      if (mails.size() >= count) {
        return mails;
      }
      Thread.sleep(100);
    }
    throw new AssertionError(
        address + " has " + mailbox(address).size() + " mails, not " + count + "\n" + logs());
  }

  /** Puts a mail into a mailbox as if it had come from elsewhere; line ends become LF on disk. */
  void deliver(String address, byte[] mail) throws IOException, InterruptedException {
    Path file = folder.resolve("deliver.eml");
    Files.write(file, mail);
    int before = mailbox(address).size();
    Programs.run(
            List.of(
                "curl",
                "-s",
                "-S",
                "--url",
                "smtp://127.0.0.1:" + ports.get("smtp"),
                "--mail-from",
                "outside@example.test",
                "--mail-rcpt",
                address,
                "--upload-file",
                file.toString()))
        .succeeds();
    awaitMails(address, before + 1);
  }

  String logs() throws IOException {
    StringBuilder logs = new StringBuilder();
    for (String name : List.of("postfix.log", "dovecot.log")) {
      Path log = folder.resolve(name);
      if (Files.exists(log)) {
        logs.append(Files.readString(log));
      }
    }
    return logs.toString();
  }

  @Override
  public void close() {
    try {
      Programs.run("postfix", "-c", folder.resolve("pf").toString(), "stop");
      Programs.run("doveadm", "-c", folder.resolve("dc/dovecot.conf").toString(), "stop");
      Programs.run("rm", "-rf", folder.toString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
