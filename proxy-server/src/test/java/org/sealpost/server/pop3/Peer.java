package org.sealpost.server.pop3;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** One end of a plain socket that a test speaks for: the mail client, or the real server. */
final class Peer implements AutoCloseable {
  private static final String TERMINATOR = "\r\n.\r\n";
  private static final int PATIENCE = 20_000;

  private Socket socket;
  private InputStream in;
  private OutputStream out;

  Peer(Socket socket) throws IOException {
    use(socket);
  }

  static Peer connect(InetSocketAddress address) throws IOException {
    return new Peer(new Socket(address.getAddress(), address.getPort()));
  }

  private void use(Socket now) throws IOException {
    socket = now;
    socket.setSoTimeout(PATIENCE);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(now.getInputStream());
    out = now.getOutputStream();
  }

  /** Writes octets as they are. */
  Peer send(String octets) throws IOException {
    out.write(octets.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    return this;
  }

  Peer line(String line) throws IOException {
    return send(line + "\r\n");
  }

  /** The next line up to LF, without a CRLF; "(end)" where there is none. */
  String read() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          return line.size() == 0 ? "(end)" : line.toString(StandardCharsets.ISO_8859_1) + "(end)";
        }
        line.write(b);
      }
    } catch (SocketException e) {
      return line.toString(StandardCharsets.ISO_8859_1) + "(end)";
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text + "\\n";
  }

  /** Says a line and reads the one that answers. */
  String ask(String line) throws IOException {
    return line(line).read();
  }

  /** A multi-line response's octets after its status line, the terminator included. */
  String readMultiLine() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    int matched = 2;
    while (matched < TERMINATOR.length()) {
      int b = in.read();
      if (b < 0) {
        return all.toString(StandardCharsets.ISO_8859_1) + "(end)";
      }
      all.write(b);
      matched = b == TERMINATOR.charAt(matched) ? matched + 1 : b == '\r' ? 1 : 0;
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  InputStream in() {
    return in;
  }

  /** Begins TLS as a client that trusts this certificate only. */
  X509Certificate startTls() throws Exception {
    X509Certificate[] seen = new X509Certificate[1];
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Noting(seen)}, null);
    SSLSocket tls =
        (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", 0, true);
    tls.startHandshake();
    use(tls);
    return seen[0];
  }

  private record Noting(X509Certificate[] seen) implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      seen[0] = chain[0];
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
