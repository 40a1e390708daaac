package org.sealpost.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The least that a POP3 client can be. */
final class Pop3Connection implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];

  Pop3Connection(int port, String login, String password) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(120_000);
    in = socket.getInputStream();
    receive("\r\n");
    command("USER " + login, "\r\n");
    command("PASS " + password, "\r\n");
  }

  /** Fetches a mail and returns how many bytes its answer had. */
  long retrieve(int number) throws IOException {
    return command("RETR " + number, "\r\n.\r\n");
  }

  private long command(String line, String end) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    return receive(end);
  }

  /** Reads until what came ends so; the server has nothing more to say then. */
  private long receive(String end) throws IOException {
    byte[] wanted = end.getBytes(StandardCharsets.US_ASCII);
    byte[] tail = new byte[wanted.length];
    long total = 0;
    boolean first = true;
    do {
      int count = in.read(buffer);
      if (count < 0) {
        throw new IOException("connection closed");
      }
      if (first && buffer[0] != '+') {
        throw new IOException(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
      }
      first = false;
      total += count;
      keepTail(tail, count);
    } while (!java.util.Arrays.equals(tail, wanted));
    return total;
  }

  private void keepTail(byte[] tail, int count) {
    int fresh = Math.min(count, tail.length);
    System.arraycopy(tail, fresh, tail, 0, tail.length - fresh);
    System.arraycopy(buffer, count - fresh, tail, tail.length - fresh, fresh);
  }

  @Override
  public void close() throws IOException {
    command("QUIT", "\r\n");
    socket.close();
  }
}
