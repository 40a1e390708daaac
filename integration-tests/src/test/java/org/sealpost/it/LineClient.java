package org.sealpost.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Speaks a line protocol by hand. */
final class LineClient implements AutoCloseable {
  private final Socket socket;
  private final BufferedReader in;

  LineClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(60_000);
    in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
  }

  /** Sends a line, unless it is empty, and reads one. */
  String line(String command) throws IOException {
    if (!command.isEmpty()) {
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
    return String.valueOf(in.readLine());
  }

  /** Sends a line, and reads nothing. */
  void say(String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends a line and reads a POP3 multi-line answer, dots unstuffed, without its first line. */
  String multiLine(String command) throws IOException {
    String status = line(command);
    if (!status.startsWith("+OK")) {
      throw new AssertionError(command + ": " + status);
    }
    StringBuilder text = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      text.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
