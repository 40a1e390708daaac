package org.sealpost.server.pop3;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealpost.server.account.Upstream;
import org.sealpost.server.net.Connection;
import org.sealpost.server.session.UpstreamTrouble;

/**
 * The client's side of POP3 towards one real server. Whatever goes wrong with the server is an
 * {@link UpstreamFailure}, after which it is of no more use. For one thread.
 */
final class Pop3Upstream {
  /** RFC 2449 §4 says 512; challenges of an authentication may be longer. */
  private static final int LONGEST_LINE = 16 * 1024;

  private static final int MOST_CAPABILITIES = 200;

  /** Beyond any maildrop. */
  static final int MOST_MAILS = 10_000_000;

  /** Servers may look names up before they greet. */
  private static final Duration GREETING_TIMEOUT = Duration.ofSeconds(30);

  /** RFC 1939 §7: the timestamp has the form of a msg-id. */
  private static final Pattern TIMESTAMP = Pattern.compile("<[!-;=?-~]+@[!-;=?-~]+>");

  private final Connection connection;
  private final Upstream server;
  private final UpstreamWords words;
  private final OutputStream out;
  private final WireInput in;
  private Optional<String> timestamp = Optional.empty();
  private Optional<Capabilities> capabilities = Optional.empty();
  private boolean greeted;
  private boolean closed;

  private Pop3Upstream(Connection connection, Upstream server) {
    this.connection = connection;
    this.server = server;
    this.words = UpstreamWords.of(server);
    this.out = connection.out();
    this.in = new WireInput(new UpstreamInput(connection.in(), this::lost), () -> {});
  }

  /** Connects and reads the greeting; TLS is on where the configuration asks for it. */
  static Pop3Upstream connect(Connector connector, Upstream server, Duration timeout)
      throws UpstreamFailure {
    Connection connection;
    try {
      connection = connector.connect(server.host(), server.port());
    } catch (IOException e) {
      throw UpstreamWords.say(UpstreamTrouble.ofConnecting(server, e), e);
    }
    Pop3Upstream upstream = new Pop3Upstream(connection, server);
    boolean ready = false;
    try {
      connection.readTimeout(timeout.compareTo(GREETING_TIMEOUT) < 0 ? timeout : GREETING_TIMEOUT);
      upstream.begin();
      connection.readTimeout(timeout);
      ready = true;
      return upstream;
    } catch (UpstreamFailure e) {
      throw e;
    } catch (IOException e) {
      throw upstream.lost(e);
    } finally {
      if (!ready) {
        connection.abort();
      }
    }
  }

  /** Before it has greeted, a wrong port or a wrong setting is likelier than a loss. */
  private UpstreamFailure lost(IOException cause) {
    return greeted
        ? words.lost(cause)
        : UpstreamWords.say(UpstreamTrouble.ofGreeting(server, cause), cause);
  }

  private void begin() throws IOException {
    switch (server.mode()) {
      case IMPLICIT -> {
        startTls();
        greeting();
      }
      case STARTTLS -> {
        greeting();
        Reply reply = command("STLS");
        if (!reply.ok()) {
          throw new UpstreamFailure(UpstreamTrouble.withoutTls(server).words());
        }
        if (in.discard() > 0) {
          throw new UpstreamFailure(UpstreamTrouble.injection(server).words());
        }
        startTls();
      }
      case NONE -> greeting();
    }
  }

  private void startTls() throws UpstreamFailure {
    try {
      connection.startTls(server.tls());
    } catch (IOException e) {
      throw UpstreamWords.say(UpstreamTrouble.ofTls(server, e), e);
    }
  }

  private void greeting() throws IOException {
    Reply greeting = reply();
    switch (greeting.status()) {
      case OK -> {
        Matcher matcher = TIMESTAMP.matcher(greeting.text());
        greeted = true;
        timestamp = matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
      }
      case ERR -> throw words.say("upstream.greeting.refused", greeting.text());
      case CONTINUE -> throw garbage();
    }
  }

  /** Its name. */
  String host() {
    return server.host();
  }

  /** What the server offers for APOP in its greeting. */
  Optional<String> timestamp() {
    return timestamp;
  }

  /** Has {@code action} done before each wait for the server. */
  void beforeWaiting(IoAction action) {
    in.beforeWaiting(action);
  }

  /**
   * Sends a line and reads the status line that answers it.
   *
   * @param line octets as characters, without CRLF
   */
  Reply command(String line) throws IOException {
    Reply reply = authenticate(line);
    if (reply.status() == Reply.Status.CONTINUE) {
      throw garbage();
    }
    return reply;
  }

  /** As {@link #command}, where the server may ask for a further step (RFC 5034 §4). */
  Reply authenticate(String line) throws IOException {
    send(line);
    return reply();
  }

  private void send(String line) throws UpstreamFailure {
    if (line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("a command is one line");
    }
    try {
      out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private Reply reply() throws IOException {
    return Reply.parse(line()).orElseThrow(() -> words.say("upstream.garbage"));
  }

  private String line() throws IOException {
    try {
      return in.line(LONGEST_LINE).orElseThrow(() -> words.say("upstream.lost"));
    } catch (FramingException e) {
      throw new UpstreamFailure(words.say("upstream.garbage").words(), e);
    }
  }

  /** The octets of the multi-line response whose status line was read; to be read to its end. */
  MultiLineInput multiLine() {
    return new MultiLineInput(in);
  }

  /** Takes one line of a response. */
  interface LineReader {
    void accept(String line) throws IOException;
  }

  /** Reads a multi-line response that is made of lines, {@code most} of them at most. */
  void lines(int most, LineReader reader) throws IOException {
    for (int count = 0; count <= most; count++) {
      String line = line();
      if (line.equals(".")) {
        return;
      }
      reader.accept(line.startsWith(".") ? line.substring(1) : line);
    }
    throw words.say("upstream.endless");
  }

  /** Reads a multi-line response on to its end, as far as {@code most} octets of it. */
  void skip(MultiLineInput response, long most) throws IOException {
    byte[] block = new byte[1 << 13];
    long skipped = 0;
    while (!response.ended()) {
      skipped += Math.max(0, response.read(block));
      if (skipped > most) {
        throw words.say("upstream.endless");
      }
    }
  }

  /** A failure for a response that makes no sense. */
  UpstreamFailure garbage() {
    return words.say("upstream.garbage");
  }

  /** What the server said to CAPA when it was first asked. */
  Capabilities capabilities() throws IOException {
    if (capabilities.isEmpty()) {
      capabilities = Optional.of(askCapabilities());
    }
    return capabilities.get();
  }

  /** Forgets what it said: a login may change it (RFC 2449 §5). */
  void forgetCapabilities() {
    capabilities = Optional.empty();
  }

  private Capabilities askCapabilities() throws IOException {
    if (!command("CAPA").ok()) {
      return Capabilities.UNKNOWN;
    }
    List<String> lines = new ArrayList<>();
    lines(MOST_CAPABILITIES, lines::add);
    return new Capabilities(true, lines);
  }

  /** Lets the connection go: nothing is to be done any more. */
  void close() {
    closed = true;
    connection.close();
  }

  /** Drops the connection without QUIT: the server deletes nothing (RFC 1939 §6). */
  void abort() {
    if (!closed) {
      connection.abort();
    }
  }
}
