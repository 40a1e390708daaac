package org.sealpost.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.sealpost.server.net.TlsServer;

/** Something on loopback that says what a test tells it to, and notes what it hears. */
final class SmtpStage implements AutoCloseable {
  final List<String> commands = new CopyOnWriteArrayList<>();
  final List<String> mails = new CopyOnWriteArrayList<>();

  /** Replies to commands that begin so, in place of the usual ones. */
  final Map<String, String> replies = new ConcurrentHashMap<>();

  private final ServerSocket listening;
  private final SSLContext tls;
  private volatile String greeting = "220 localhost Sealpost ESMTP";
  private volatile String offers =
      "250-localhost\r\n250-AUTH PLAIN LOGIN\r\n250-STARTTLS\r\n250 SIZE";

  /**
   * Listens.
   *
   * @param tlsFolder whose certificate it shows after STARTTLS; made where there is none
   */
  SmtpStage(Path tlsFolder) throws Exception {
    tls = tls(tlsFolder);
    listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread _ = Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return listening.getLocalPort();
  }

  void greets(String line) {
    greeting = line;
  }

  void offers(String lines) {
    offers = lines;
  }

  private void serve() {
    while (!listening.isClosed()) {
      try (Socket client = listening.accept()) {
        talk(client);
      } catch (SSLException | SocketException _) {
        // The client has gone.
      } catch (IOException e) {
        if (!listening.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static SSLContext tls(Path folder) throws Exception {
    X509Certificate certificate = TlsServer.localhost(folder).certificate();
    String pem = Files.readString(folder.resolve("localhost-tls/key.pem"));
    byte[] pkcs8 = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "localhost",
        KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)),
        new char[0],
        new Certificate[] {certificate});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private void talk(Socket client) throws IOException {
    say(client.getOutputStream(), greeting);
    converse(client);
  }

  private Socket withTls(Socket client) throws IOException {
    SSLSocket secured =
        (SSLSocket) tls.getSocketFactory().createSocket(client, "localhost", port(), true);
    secured.setUseClientMode(false);
    return secured;
  }

  private void converse(Socket client) throws IOException {
    BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
    OutputStream out = client.getOutputStream();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      commands.add(line);
      String told = line;
      String reply =
          replies.keySet().stream()
              .filter(told::startsWith)
              .findFirst()
              .map(replies::get)
              .orElseGet(() -> usual(told));
      if (reply.isEmpty()) {
        return;
      }
      say(out, reply);
      if (line.equals("STARTTLS") && reply.startsWith("220")) {
        converse(withTls(client));
        return;
      }
      if (reply.startsWith("354")) {
        mails.add(mail(in));
        say(out, replies.getOrDefault(".", "250 2.0.0 Ok"));
      }
    }
  }

  private String usual(String line) {
    return switch (line.split(" ", -1)[0]) {
      case "EHLO" -> offers;
      case "AUTH" -> line.equals("AUTH LOGIN") ? "334 VXNlcm5hbWU6" : "235 2.7.0 Ok";
      case "DATA" -> "354 Go ahead";
      case "STARTTLS" -> "220 2.0.0 Go ahead";
      default -> "250 2.0.0 Ok";
    };
  }

  private static String mail(BufferedReader in) throws IOException {
    StringBuilder mail = new StringBuilder();
    for (String line = in.readLine(); !line.equals("."); line = in.readLine()) {
      mail.append(line).append("\r\n");
    }
    return mail.toString();
  }

  private static void say(OutputStream out, String reply) throws IOException {
    out.write((reply + "\r\n").getBytes(UTF_8));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
