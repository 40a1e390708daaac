package org.sealpost.benchmark;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** An SMTP server that takes every mail and forgets it. */
final class Sink implements AutoCloseable {
  private final ServerSocket listener;

  Sink() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException _) {
      // Closed: the benchmark is over.
    }
  }

  private static void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      OutputStream out = socket.getOutputStream();
      say(out, "220 sink ESMTP");
      for (String line = readLine(in); line != null; line = readLine(in)) {
        String verb = line.toUpperCase(Locale.ROOT);
        if (verb.startsWith("EHLO")) {
          say(out, "250-sink\r\n250-PIPELINING\r\n250 SIZE 100000000");
        } else if (verb.startsWith("DATA")) {
          say(out, "354 go ahead");
          swallow(in);
          say(out, "250 taken");
        } else if (verb.startsWith("QUIT")) {
          say(out, "221 bye");
          return;
        } else {
          say(out, "250 ok");
        }
      }
    } catch (IOException _) {
      // The peer went away; there is nothing to keep.
    }
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return null;
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  /** Reads to the end of the mail; a client that waits for the answer sends nothing after it. */
  private static void swallow(InputStream in) throws IOException {
    byte[] end = "\r\n.\r\n".getBytes(StandardCharsets.US_ASCII);
    byte[] buffer = new byte[1 << 16];
    int kept = 0;
    while (true) {
      int count = in.read(buffer, kept, buffer.length - kept);
      if (count < 0) {
        throw new IOException("connection closed in the middle of a mail");
      }
      int length = kept + count;
      if (length >= end.length
          && java.util.Arrays.equals(buffer, length - end.length, length, end, 0, end.length)) {
        return;
      }
      kept = Math.min(end.length, length);
      System.arraycopy(buffer, length - kept, buffer, 0, kept);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
