package org.sealpost.server.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.server.events.Events;
import org.sealpost.server.session.Loan;

/** The console's door with a page and an act behind it, and what knocks at it. */
final class Door implements AutoCloseable {
  static final String METRICS = "sealpost_mails_total 3\n";

  private static final Pattern COOKIE = Pattern.compile("(?m)^Set-cookie: (sealpost=[^;]+);");

  /** What became of the pages, in order. */
  final BlockingQueue<String> happened = new LinkedBlockingQueue<>();

  final AtomicInteger acts = new AtomicInteger();
  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));
  final Gate gate;
  final LiveEvents live = new LiveEvents(new Events());
  private final HttpServer server;

  Door(Path folder, PeerUser users) throws IOException {
    HttpLimits.set();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    gate = new Gate(server.getAddress().getPort(), users, now::get);
    Routes routes = new Routes();
    routes.get("/", _ -> new Response.Trouble(200, "the page"));
    routes.post(
        "/act",
        _ -> {
          acts.incrementAndGet();
          happened.add("used");
          return new Response.SeeOther("/");
        });
    Monitoring monitoring =
        new Monitoring(() -> METRICS, () -> new Monitoring.Health(true, "{}"), List::of);
    server.createContext(
        "/",
        new Exchanges(
            gate,
            () -> {
              happened.add("lent");
              return new Loan<>(routes, () -> happened.add("given back"));
            },
            new Answers(new Views()),
            new Assets(),
            live,
            new Watchers(WatcherToken.keptIn(folder.resolve("console-token")), monitoring),
            new SpoolFactory(folder.resolve("spool"), 1 << 16)));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** An answer as it came. */
  record Answer(String text) {
    int status() {
      return text.isEmpty() ? 0 : Integer.parseInt(text.substring(9, 12));
    }

    Optional<String> cookie() {
      Matcher matcher = COOKIE.matcher(text);
      return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    String body() {
      return text.substring(text.indexOf("\r\n\r\n") + 4);
    }
  }

  String host() {
    return gate.origin().substring("http://".length());
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** The path of a new link. */
  String link() {
    return gate.newLink().substring(gate.origin().length());
  }

  /** A cookie that the door gave. */
  String cookie() throws IOException {
    return get(link(), "Host: " + host()).cookie().orElseThrow();
  }

  Answer get(String path, String... fields) throws IOException {
    return send("GET " + path + " HTTP/1.1", "", fields);
  }

  /** As a form sends it. */
  Answer post(String path, String body, String... fields) throws IOException {
    String[] all = new String[fields.length + 2];
    System.arraycopy(fields, 0, all, 0, fields.length);
    all[fields.length] = "Content-Type: application/x-www-form-urlencoded";
    all[fields.length + 1] = "Content-Length: " + body.length();
    return send("POST " + path + " HTTP/1.1", body, all);
  }

  Answer send(String line, String body, String... fields) throws IOException {
    return send(line, body, false, fields);
  }

  /** As {@link #get}, by one who closes his direction of the connection at once. */
  Answer getHalfClosed(String path, String... fields) throws IOException {
    return send("GET " + path + " HTTP/1.1", "", true, fields);
  }

  private Answer send(String line, String body, boolean halfClosed, String... fields)
      throws IOException {
    try (Socket socket = connect()) {
      socket
          .getOutputStream()
          .write(
              (line + "\r\n" + String.join("\r\n", fields) + "\r\nConnection: close\r\n\r\n" + body)
                  .getBytes(UTF_8));
      if (halfClosed) {
        socket.shutdownOutput();
      }
      return new Answer(new String(socket.getInputStream().readAllBytes(), UTF_8));
    }
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(server.getAddress().getAddress(), port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  @Override
  public void close() {
    live.close();
    server.stop(0);
  }
}
