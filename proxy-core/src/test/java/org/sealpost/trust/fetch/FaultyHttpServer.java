package org.sealpost.trust.fetch;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** A web server on loopback that does what servers should not. */
public final class FaultyHttpServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  /** What somebody asked; {@code headers} as the server got them. */
  public record Request(String method, String path, Headers headers, byte[] body) {
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.getFirst(name));
    }
  }

  /** Answers a request from its body. */
  @FunctionalInterface
  public interface Answering {
    byte[] answer(byte[] request) throws IOException;
  }

  public FaultyHttpServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.start();
  }

  public URI at(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** In the place of what was there. */
  public FaultyHttpServer on(String path, HttpHandler handler) {
    try {
      server.removeContext(path);
    } catch (IllegalArgumentException _) {
      // There was none.
    }
    server.createContext(
        path,
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          requests.add(
              new Request(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().toString(),
                  exchange.getRequestHeaders(),
                  body));
          exchange.setStreams(new ByteArrayInputStream(body), null);
          try (exchange) {
            handler.handle(exchange);
          }
        });
    return this;
  }

  public FaultyHttpServer serves(String path, byte[] content) {
    return on(path, exchange -> send(exchange, 200, content));
  }

  /** With the content type that goes with the request's. */
  public FaultyHttpServer answers(String path, Answering answering) {
    return on(
        path,
        exchange -> {
          String type = exchange.getRequestHeaders().getFirst("Content-Type");
          exchange.getResponseHeaders().set("Content-Type", type.replace("request", "response"));
          send(exchange, 200, answering.answer(exchange.getRequestBody().readAllBytes()));
        });
  }

  public FaultyHttpServer fails(String path, int status) {
    return on(
        path,
        exchange -> send(exchange, status, "<html>Sorry</html>".getBytes(StandardCharsets.UTF_8)));
  }

  public FaultyHttpServer redirects(String path, int status, String location) {
    return on(
        path,
        exchange -> {
          exchange.getResponseHeaders().set("Location", location);
          send(exchange, status, new byte[0]);
        });
  }

  /** Announces all of the content, and sends half of it. */
  public FaultyHttpServer breaksOff(String path, byte[] content) {
    return on(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, content.length);
          exchange.getResponseBody().write(content, 0, content.length / 2);
          exchange.getResponseBody().flush();
        });
  }

  /** Takes the request and says nothing. */
  public FaultyHttpServer isSilent(String path) {
    return on(path, _ -> await(closed));
  }

  /** Sends a byte now and then, without an end. */
  public FaultyHttpServer trickles(String path) {
    return on(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          while (!isClosedWithin(20)) {
            exchange.getResponseBody().write('.');
            exchange.getResponseBody().flush();
          }
        });
  }

  /** Sends as much as is taken, without saying how much it will be. */
  public FaultyHttpServer isEndless(String path) {
    return on(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          while (closed.getCount() > 0) {
            exchange.getResponseBody().write(new byte[8192]);
          }
        });
  }

  /** Sends content compressed, though nobody asked for that. */
  public FaultyHttpServer compresses(String path, byte[] content) {
    return encodes(path, "gzip", gzip(content, 1));
  }

  /** A few kilobytes that decode to many megabytes. */
  public FaultyHttpServer bombs(String path, int megabytes) {
    return encodes(path, "gzip", gzip(new byte[1 << 20], megabytes));
  }

  public FaultyHttpServer encodes(String path, String encoding, byte[] content) {
    return on(
        path,
        exchange -> {
          exchange.getResponseHeaders().set("Content-Encoding", encoding);
          send(exchange, 200, content);
        });
  }

  private static byte[] gzip(byte[] content, int times) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < times; i++) {
        out.write(content);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  public static void send(HttpExchange exchange, int status, byte[] content) throws IOException {
    exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
    exchange.getResponseBody().write(content);
  }

  private boolean isClosedWithin(long milliseconds) throws IOException {
    try {
      return closed.await(milliseconds, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
