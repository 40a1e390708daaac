package org.sealpost.server.setup.find;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.sealpost.failure.Telling;
import org.sealpost.failure.TellingIoException;
import org.sealpost.failure.Words;
import org.sealpost.server.account.Upstream;
import org.sealpost.server.net.TlsTrust;
import org.sealpost.trust.PlainText;

/** Tries a user name and a password at a real server, over TLS alone. Nothing of it is kept. */
public final class LoginTrial {
  private static final Words WORDS = Words.beside(LoginTrial.class);
  private static final int MOST_LINES = 200;
  private static final int LONGEST_LINE = 2000;

  private final List<Path> trusted;
  private final Duration patience;

  /**
   * None is tried yet.
   *
   * @param trusted certificates to trust instead of the system's; may be empty
   * @param patience for connecting, and for each answer
   */
  public LoginTrial(List<Path> trusted, Duration patience) {
    this.trusted = List.copyOf(trusted);
    this.patience = patience;
  }

  /**
   * Logs in with AUTH PLAIN (RFC 4954, RFC 5034), and out.
   *
   * @param password in UTF-8; left as it is
   * @return what the server answered if it refused; empty if it accepted
   * @throws IOException if it cannot be tried: no TLS, no such login, or nobody there
   */
  public Optional<String> refusal(MailServer server, String userName, byte[] password)
      throws IOException {
    if (server.tls() == Upstream.Mode.NONE) {
      throw new TellingIoException(WORDS.phrase("login.no-tls", server.shown()));
    }
    try {
      return answer(server, userName, password);
    } catch (IOException e) {
      throw e instanceof Telling
          ? e
          : new TellingIoException(WORDS.phrase("login.broken", server.shown(), Telling.of(e)), e);
    }
  }

  private Optional<String> answer(MailServer server, String userName, byte[] password)
      throws IOException {
    try (Socket plain = new Socket()) {
      int millis = Math.toIntExact(patience.toMillis());
      plain.connect(new InetSocketAddress(server.host(), server.port()), millis);
      plain.setSoTimeout(millis);
      Conversation conversation = new Conversation(plain, server.protocol());
      if (server.tls() == Upstream.Mode.STARTTLS) {
        conversation.greeting();
        conversation.startTls();
      }
      Socket secured = secured(plain, server);
      Conversation inside = new Conversation(secured, server.protocol());
      if (server.tls() == Upstream.Mode.IMPLICIT) {
        inside.greeting();
      }
      if (!inside.offersPlain()) {
        throw new TellingIoException(WORDS.phrase("login.no-plain", server.shown()));
      }
      return inside.login(userName, password);
    }
  }

  private Socket secured(Socket plain, MailServer server) throws IOException {
    SSLSocketFactory factory = TlsTrust.of(trusted).context().getSocketFactory();
    SSLSocket socket = (SSLSocket) factory.createSocket(plain, server.host(), server.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** Lines to and fro. */
  private static final class Conversation {
    private final BufferedReader in;
    private final OutputStream out;
    private final boolean smtp;

    Conversation(Socket socket, MailProtocol protocol) throws IOException {
      in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      out = socket.getOutputStream();
      smtp = protocol == MailProtocol.SMTP;
    }

    void greeting() throws IOException {
      require(answer());
    }

    void startTls() throws IOException {
      if (smtp) {
        say("EHLO localhost");
        require(answer());
      }
      say(smtp ? "STARTTLS" : "STLS");
      require(answer());
    }

    boolean offersPlain() throws IOException {
      say(smtp ? "EHLO localhost" : "CAPA");
      List<String> words = smtp ? answer() : listing();
      return words.stream()
          .map(line -> smtp ? line.substring(Math.min(4, line.length())) : line)
          .anyMatch(line -> line.matches("(?i)(AUTH|SASL)[ =](.* )?PLAIN( .*)?"));
    }

    Optional<String> login(String userName, byte[] password) throws IOException {
      byte[] name = userName.getBytes(UTF_8);
      byte[] response = new byte[name.length + password.length + 2];
      System.arraycopy(name, 0, response, 1, name.length);
      System.arraycopy(password, 0, response, name.length + 2, password.length);
      byte[] encoded = Base64.getEncoder().encode(response);
      try {
        out.write("AUTH PLAIN ".getBytes(US_ASCII));
        out.write(encoded);
        say("");
      } finally {
        Arrays.fill(response, (byte) 0);
        Arrays.fill(encoded, (byte) 0);
      }
      List<String> said = answer();
      boolean accepted = isGood(said);
      say("QUIT");
      return accepted ? Optional.empty() : Optional.of(PlainText.of(said.getLast()));
    }

    private void say(String line) throws IOException {
      out.write((line + "\r\n").getBytes(US_ASCII));
      out.flush();
    }

    /** All lines of an answer; in POP3 there is one. */
    private List<String> answer() throws IOException {
      List<String> lines = new ArrayList<>();
      do {
        add(lines, line());
      } while (smtp && lines.getLast().length() > 3 && lines.getLast().charAt(3) == '-');
      return lines;
    }

    private List<String> listing() throws IOException {
      require(answer());
      List<String> lines = new ArrayList<>();
      for (String line = line(); !line.equals("."); line = line()) {
        add(lines, line);
      }
      return lines;
    }

    private static void add(List<String> lines, String line) throws IOException {
      if (lines.size() >= MOST_LINES) {
        throw new IOException("too long an answer");
      }
      lines.add(line);
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0 || line.length() > LONGEST_LINE) {
          throw new EOFException("an answer broke off");
        }
        line.append((char) c);
      }
      return line.toString().strip();
    }

    private boolean isGood(List<String> answer) {
      return answer.getLast().startsWith(smtp ? "2" : "+OK");
    }

    private void require(List<String> answer) throws IOException {
      if (!isGood(answer)) {
        throw new IOException(PlainText.of(answer.getLast()));
      }
    }
  }
}
