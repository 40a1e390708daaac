package org.sealpost.server.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.sealpost.failure.Phrase;
import org.sealpost.trust.PlainText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to the running proxy's SMTP listener on this machine, used as a mail client would
 * (RFC 5321) over TLS, for mails that are small. Not thread-safe.
 */
final class SmtpLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SmtpLink.class);
  private static final Duration CONNECTING = Duration.ofSeconds(5);

  /** RFC 5321 §4.5.3.2.6: what follows the final dot may take this long. */
  private static final Duration REPLY = Duration.ofMinutes(10);

  private static final int LONGEST_LINE = 4096;
  private static final int MOST_LINES = 100;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private List<String> offers = List.of();

  /** A reply in one line, as the proxy said it, made safe to show. */
  record Reply(int code, List<String> lines) {
    Reply {
      lines = List.copyOf(lines);
    }

    boolean isPositive() {
      return code / 100 == 2;
    }

    String text() {
      return PlainText.of(code + " " + String.join(" ", lines));
    }
  }

  /** What came is not what SMTP has, or nothing did. */
  static final class BrokenException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Phrase words;

    private BrokenException(String wording) {
      this(Phrase.of(SmtpLink.class, wording));
    }

    private BrokenException(Phrase words) {
      super(words.english());
      this.words = words;
    }

    Phrase words() {
      return words;
    }
  }

  private SmtpLink(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = new BufferedOutputStream(socket.getOutputStream());
  }

  /**
   * Connects, and makes sure that it is the proxy before anything of the user's is said: any other
   * user of this machine may listen on that port while the proxy does not run.
   *
   * @param pinned trusts the proxy's own certificate alone
   * @throws CommandFailed if something else than this proxy listens there, or it is not ready
   * @throws IOException if nothing listens there, or the connection ends
   */
  static SmtpLink open(InetSocketAddress proxy, SSLContext pinned)
      throws IOException, CommandFailed {
    Socket socket = new Socket();
    try {
      socket.connect(proxy, Math.toIntExact(CONNECTING.toMillis()));
      socket.setSoTimeout(Math.toIntExact(REPLY.toMillis()));
      SmtpLink link = new SmtpLink(new SmtpLink(socket).withTls(pinned));
      link.hello();
      return link;
    } catch (IOException | CommandFailed | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private void hello() throws IOException, CommandFailed {
    offers = positive(command("EHLO localhost")).lines();
  }

  private static Reply positive(Reply reply) throws CommandFailed {
    if (!reply.isPositive()) {
      throw new CommandFailed("smtp-link.refused", reply.text());
    }
    return reply;
  }

  /** STARTTLS (RFC 3207). */
  private Socket withTls(SSLContext pinned) throws IOException, CommandFailed {
    Reply greeting = positive(reply());
    hello();
    boolean offered = offers.stream().anyMatch(line -> line.equalsIgnoreCase("STARTTLS"));
    if (!offered || !command("STARTTLS").isPositive()) {
      throw notOurs("smtp-link.no-tls", greeting);
    }
    if (in.available() > 0) {
      throw new BrokenException("smtp-link.garbled");
    }
    SSLSocket tls =
        (SSLSocket)
            pinned
                .getSocketFactory()
                .createSocket(
                    socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
    try {
      tls.startHandshake();
    } catch (SSLException e) {
      LOG.debug("the handshake failed", e);
      throw notOurs("smtp-link.other-certificate", greeting);
    }
    return tls;
  }

  private static CommandFailed notOurs(String why, Reply greeting) {
    return new CommandFailed("smtp-link.not-ours", Phrase.of(SmtpLink.class, why), greeting.text());
  }

  /** Whether it takes a login with a password. */
  boolean takesPassword() {
    return mechanisms().contains("PLAIN") || mechanisms().contains("LOGIN");
  }

  private List<String> mechanisms() {
    return offers.stream()
        .map(line -> line.toUpperCase(Locale.ROOT))
        .filter(line -> line.startsWith("AUTH "))
        .flatMap(line -> Arrays.stream(line.substring("AUTH ".length()).split(" ")))
        .toList();
  }

  /**
   * Logs in (RFC 4954) by PLAIN, or LOGIN where that alone is offered.
   *
   * @param password in UTF-8; left as it is
   * @return the refusal, if it is one
   */
  Optional<Reply> login(String user, byte[] password) throws IOException {
    byte[] name = user.getBytes(UTF_8);
    if (mechanisms().contains("PLAIN")) {
      byte[] response = new byte[name.length + password.length + 2];
      System.arraycopy(name, 0, response, 1, name.length);
      System.arraycopy(password, 0, response, name.length + 2, password.length);
      try {
        return refusal(secret("AUTH PLAIN ", response));
      } finally {
        Arrays.fill(response, (byte) 0);
      }
    }
    Reply challenge = command("AUTH LOGIN");
    challenge = challenge.code() == 334 ? secret("", name) : challenge;
    return refusal(challenge.code() == 334 ? secret("", password) : challenge);
  }

  /**
   * Sends a mail to one recipient.
   *
   * @param mail with CRLF line ends
   * @return the refusal, if it is one; another mail can be sent after it
   */
  Optional<Reply> send(String from, String to, byte[] mail, boolean utf8) throws IOException {
    String extended = utf8 ? " BODY=8BITMIME SMTPUTF8" : "";
    for (String line : List.of("MAIL FROM:<" + from + ">" + extended, "RCPT TO:<" + to + ">")) {
      Reply reply = command(line);
      if (!reply.isPositive()) {
        return reset(reply);
      }
    }
    Reply go = command("DATA");
    if (go.code() != 354) {
      return reset(go);
    }
    String text = new String(mail, ISO_8859_1);
    String end = text.endsWith("\r\n") ? "" : "\r\n";
    out.write((text.replace("\r\n.", "\r\n..") + end).getBytes(ISO_8859_1));
    return refusal(command("."));
  }

  private Optional<Reply> reset(Reply refusal) throws IOException {
    if (refusal.code() != 421) {
      command("RSET");
    }
    return Optional.of(refusal);
  }

  private static Optional<Reply> refusal(Reply reply) {
    return Optional.of(reply).filter(given -> !given.isPositive());
  }

  private Reply command(String line) throws IOException {
    out.write((line + "\r\n").getBytes(UTF_8));
    out.flush();
    return reply();
  }

  /** A line of which no buffer of ours keeps a copy. */
  private Reply secret(String prefix, byte[] response) throws IOException {
    byte[] encoded = Base64.getEncoder().encode(response);
    try {
      OutputStream bare = socket.getOutputStream();
      bare.write(prefix.getBytes(US_ASCII));
      bare.write(encoded);
      bare.write("\r\n".getBytes(US_ASCII));
      bare.flush();
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
    return reply();
  }

  private Reply reply() throws IOException {
    List<String> lines = new ArrayList<>();
    while (true) {
      String line = line();
      if (!line.matches("[2-5][0-9]{2}([ -].*)?") || lines.size() == MOST_LINES) {
        throw new BrokenException("smtp-link.garbled");
      }
      lines.add(line.length() > 4 ? line.substring(4) : "");
      if (line.length() == 3 || line.charAt(3) == ' ') {
        return new Reply(Integer.parseInt(line.substring(0, 3)), lines);
      }
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new BrokenException("smtp-link.ended");
      }
      if (line.length() == LONGEST_LINE) {
        throw new BrokenException("smtp-link.garbled");
      }
      line.append((char) b);
    }
    return line.toString().stripTrailing();
  }

  /** Says good-bye, where anyone still listens. */
  @Override
  public void close() throws IOException {
    try (socket) {
      command("QUIT");
    } catch (IOException _) {
      // All that was to be sent has had its reply before.
    }
  }
}
