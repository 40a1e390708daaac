package org.sealpost.benchmark;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/** The least that an SMTP client can be, so that the server's side is what is measured. */
final class SmtpConnection implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  SmtpConnection(int port, String login, String password) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(120_000);
    in = new BufferedInputStream(socket.getInputStream());
    out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
    expect(220);
    command("EHLO benchmark.example.test", 250);
    if (!login.isEmpty()) {
      byte[] plain = ("\0" + login + "\0" + password).getBytes(StandardCharsets.UTF_8);
      command("AUTH PLAIN " + Base64.getEncoder().encodeToString(plain), 235);
    }
  }

  /**
   * Sends a mail whose lines need no dot-stuffing, under a Message-ID of its own: the same bytes
   * again would be the same mail again.
   */
  void send(String from, String to, byte[] mail) throws IOException {
    command("MAIL FROM:<" + from + ">", 250);
    command("RCPT TO:<" + to + ">", 250);
    command("DATA", 354);
    String field = "Message-ID: <" + UUID.randomUUID() + "@example.test>\r\n";
    out.write(field.getBytes(StandardCharsets.US_ASCII));
    out.write(mail);
    command(".", 250);
  }

  private void command(String line, int code) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
    expect(code);
  }

  private void expect(int code) throws IOException {
    String line;
    do {
      line = readLine();
    } while (line.length() > 3 && line.charAt(3) == '-');
    if (!line.startsWith(Integer.toString(code))) {
      throw new IOException("expected " + code + ", got: " + line);
    }
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("connection closed");
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    command("QUIT", 221);
    socket.close();
  }
}
