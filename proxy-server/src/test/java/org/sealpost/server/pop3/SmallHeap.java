package org.sealpost.server.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * The process that {@link LongHeaderMemoryTest} starts: a proxy, its client and its server. It says
 * how many octets the client got.
 */
final class SmallHeap {
  private static final int SIZE = 64 << 20;

  /** What the header is made of. */
  enum Shape {
    MANY_FIELDS("X-More: x\r\n"),
    ONE_FIELD("x"),
    FORGED_FIELDS("X-Sealpost-Note: x\r\n");

    private final String piece;

    Shape(String piece) {
      this.piece = piece;
    }
  }

  private SmallHeap() {}

  public static void main(String[] arguments) throws Exception {
    Shape shape = Shape.valueOf(arguments[0]);
    try (Proxy proxy = new Proxy(Path.of(arguments[1]));
        Proxy.Session session = proxy.loggedIn()) {
      session.client().line("RETR 1");
      session.upstream().read();
      Thread.ofVirtual().start(() -> write(session.upstream(), shape.piece));
      String status = session.client().read();
      System.out.println(status + ", " + count(session.client().in()) + " octets");
    }
  }

  private static void write(Peer upstream, String piece) {
    try {
      upstream.send("+OK\r\nX: ");
      String block = piece.repeat((1 << 16) / piece.length());
      for (int sent = 0; sent < SIZE; sent += block.length()) {
        upstream.send(block);
      }
      upstream.send("\r\nContent-Type: text/plain\r\n\r\nbody\r\n.\r\n");
      if (upstream.read().startsWith("UIDL")) {
        upstream.line("+OK 1 uid");
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** As far as what ends the response. */
  private static long count(InputStream in) throws IOException {
    String end = "\r\n\r\nbody\r\n.\r\n";
    byte[] block = new byte[1 << 16];
    String tail = "";
    long count = 0;
    while (!tail.endsWith(end)) {
      int n = in.read(block);
      if (n < 0) {
        throw new IOException("the mail does not end: " + tail);
      }
      count += n;
      tail +=
          new String(block, Math.max(0, n - end.length()), Math.min(n, end.length()), ISO_8859_1);
      tail = tail.substring(Math.max(0, tail.length() - end.length()));
    }
    return count;
  }
}
