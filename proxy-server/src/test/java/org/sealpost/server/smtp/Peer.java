package org.sealpost.server.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.Socket;

/** One end of a plain socket that tests read and write by the line. */
final class Peer implements AutoCloseable {
  private final Socket socket;

  Peer(Socket socket) {
    this.socket = socket;
  }

  void send(String raw) throws IOException {
    socket.getOutputStream().write(raw.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** The next line without its CRLF, or {@code <closed>}. */
  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    try {
      for (int b = socket.getInputStream().read(); b != '\n'; b = socket.getInputStream().read()) {
        if (b < 0) {
          return line.isEmpty() ? "<closed>" : line + "<closed>";
        }
        line.append((char) b);
      }
    } catch (java.net.SocketException e) {
      return "<closed>";
    }
    return line.toString().replaceFirst("\r$", "");
  }

  /** A whole reply, its lines joined by a bar. */
  String reply() throws IOException {
    StringBuilder reply = new StringBuilder(line());
    String last = reply.toString();
    while (last.length() > 3 && last.charAt(3) == '-') {
      last = line();
      reply.append('|').append(last);
    }
    return reply.toString();
  }

  String ask(String command) throws IOException {
    send(command + "\r\n");
    return reply();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
