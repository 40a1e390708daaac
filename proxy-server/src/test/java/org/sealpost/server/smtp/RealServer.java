package org.sealpost.server.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.sealpost.server.account.Upstream;
import org.sealpost.server.net.Connection;
import org.sealpost.server.net.Network;
import org.sealpost.server.net.TlsServer;

/** A mail server that takes everything and remembers what was said and what was sent to it. */
final class RealServer implements AutoCloseable {
  final List<String> said = new CopyOnWriteArrayList<>();
  final List<String> mails = new CopyOnWriteArrayList<>();

  /** What came behind the last 354 without reaching its end. */
  final List<String> brokenOff = new CopyOnWriteArrayList<>();

  private final Network network = new Network(Duration.ofMillis(100));
  private final Network.Listener listener;
  private final TlsServer tls;
  private final Upstream.Mode mode;
  private final Function<String, String> goAhead;

  RealServer(Path folder, Upstream.Mode mode) throws IOException {
    this(folder, mode, command -> "220 go\r\n");
  }

  /**
   * A server.
   *
   * @param goAhead what it answers to STARTTLS; empty if it does not offer it
   */
  RealServer(Path folder, Upstream.Mode mode, Function<String, String> goAhead) throws IOException {
    this.mode = mode;
    this.goAhead = goAhead;
    tls = TlsServer.localhost(folder);
    listener =
        network.listen(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10, this::serveQuietly);
  }

  int port() {
    return listener.address().getPort();
  }

  private void serveQuietly(Connection connection) {
    try {
      if (mode == Upstream.Mode.IMPLICIT) {
        connection.startTls(tls);
      }
      serve(connection);
    } catch (IOException e) {
      said.add("(" + e.getMessage() + ")");
    }
  }

  private void serve(Connection connection) throws IOException {
    send(connection, "220 real.example ESMTP\r\n");
    for (String line = line(connection); !line.isEmpty(); line = line(connection)) {
      said.add((connection.isSecure() ? "tls " : "clear ") + line);
      String verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
      switch (verb) {
        case "EHLO" -> send(connection, ehlo(connection));
        case "STARTTLS" -> startTls(connection);
        case "AUTH" -> auth(connection, line);
        case "DATA" -> data(connection);
        case "QUIT" -> {
          send(connection, "221 bye\r\n");
          return;
        }
        default -> send(connection, "250 2.0.0 OK\r\n");
      }
    }
  }

  private String ehlo(Connection connection) {
    boolean startTls =
        mode == Upstream.Mode.STARTTLS
            && !connection.isSecure()
            && !goAhead.apply("STARTTLS").isEmpty();
    return "250-real.example\r\n"
        + (startTls ? "250-STARTTLS\r\n" : "")
        + "250-8BITMIME\r\n250-SMTPUTF8\r\n250-SIZE 100000000\r\n250 AUTH PLAIN\r\n";
  }

  private void startTls(Connection connection) throws IOException {
    connection.out().write(goAhead.apply("STARTTLS").getBytes(ISO_8859_1));
    connection.startTls(tls);
  }

  private void auth(Connection connection, String line) throws IOException {
    if (line.split(" ", -1).length == 2) {
      send(connection, "334 \r\n");
      said.add(line(connection));
    }
    send(connection, "235 2.7.0 OK\r\n");
  }

  private void data(Connection connection) throws IOException {
    send(connection, "354 go\r\n");
    ByteArrayOutputStream mail = new ByteArrayOutputStream();
    byte[] block = new byte[65536];
    while (!endsMail(mail)) {
      int read = 0;
      try {
        read = connection.in().read(block);
      } catch (IOException e) {
        read = -1;
      }
      if (read < 0) {
        brokenOff.add(mail.toString(ISO_8859_1));
        throw new IOException("broken off");
      }
      mail.write(block, 0, read);
    }
    mails.add(mail.toString(ISO_8859_1));
    send(connection, "250 2.0.0 queued as " + mails.size() + "\r\n");
  }

  private static boolean endsMail(ByteArrayOutputStream mail) {
    if (mail.size() > 100_000) {
      // Cheap for large mails: these tests do not pipeline behind DATA.
      byte[] all = mail.toByteArray();
      return new String(all, all.length - 5, 5, ISO_8859_1).equals("\r\n.\r\n");
    }
    String text = mail.toString(ISO_8859_1);
    return text.equals(".\r\n") || text.endsWith("\r\n.\r\n");
  }

  private static void send(Connection connection, String text) throws IOException {
    connection.out().write(text.getBytes(ISO_8859_1));
    connection.out().flush();
  }

  private static String line(Connection connection) throws IOException {
    StringBuilder line = new StringBuilder();
    InputStream in = connection.in();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.append((char) b);
    }
    return line.toString().strip();
  }

  @Override
  public void close() {
    network.close();
  }
}
