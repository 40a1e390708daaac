package org.sealpost.server.smtp;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.sealpost.failure.Failure;
import org.sealpost.mime.EntityWriter;
import org.sealpost.server.account.Upstream;
import org.sealpost.server.net.Connection;
import org.sealpost.server.net.Network;
import org.sealpost.server.session.UpstreamTrouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client's side of a connection to a real server, greeted and with TLS in place. Used by one
 * thread; {@link #close} says QUIT, {@link #abort} does not.
 */
final class SmtpUpstream implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SmtpUpstream.class);
  private static final byte[] CRLF = {'\r', '\n'};

  /** RFC 5321 §4.5.3.2.1 would wait for 5 minutes, and mail clients do not. */
  private static final Duration GREETING_TIMEOUT = Duration.ofSeconds(30);

  /** Said where nothing of the user's shall be seen, as before STARTTLS. */
  static final String NO_NAME = "[127.0.0.1]";

  private final Upstream server;
  private final Connection connection;
  private final WireInput input;
  private final ReplyReader replies;
  private Capabilities capabilities = Capabilities.none();
  private boolean usable = true;

  /** What must be done before the real server may take a mail. */
  interface BeforeEnd {
    void run() throws Failure;
  }

  private SmtpUpstream(Upstream server, Connection connection) {
    this.server = server;
    this.connection = connection;
    input = new WireInput(connection.in());
    replies = new ReplyReader(input);
  }

  /**
   * Connects, turns TLS on as configured and says EHLO.
   *
   * @param helloName what the client said in its EHLO
   * @throws Failure temporary, in words, whatever goes wrong
   */
  static SmtpUpstream open(Network network, Upstream server, String helloName, SmtpLimits limits)
      throws Failure {
    Connection connection;
    try {
      connection = network.connect(server.host(), server.port(), limits.connectTimeout());
    } catch (IOException e) {
      throw UpstreamFailures.of(UpstreamTrouble.ofConnecting(server, e), e);
    }
    SmtpUpstream upstream = new SmtpUpstream(server, connection);
    boolean open = false;
    try {
      upstream.greet(helloName, limits.upstreamTimeout());
      open = true;
      return upstream;
    } catch (IOException e) {
      throw UpstreamFailures.of(UpstreamTrouble.ofGreeting(server, e), e);
    } finally {
      if (!open) {
        upstream.abort();
      }
    }
  }

  private void greet(String helloName, Duration timeout) throws IOException, Failure {
    connection.readTimeout(timeout.compareTo(GREETING_TIMEOUT) < 0 ? timeout : GREETING_TIMEOUT);
    switch (server.mode()) {
      case IMPLICIT -> {
        beginTls();
        expectGreeting();
      }
      case STARTTLS -> {
        expectGreeting();
        startTls();
      }
      case NONE -> expectGreeting();
    }
    hello(helloName);
    connection.readTimeout(timeout);
    log.debug("{} offers {}", server.host(), capabilities.keywords().keySet());
  }

  private void expectGreeting() throws IOException, Failure {
    SmtpReply greeting = replies.read();
    if (greeting.code() != 220) {
      throw UpstreamFailures.unwilling(server, greeting);
    }
  }

  private void startTls() throws IOException, Failure {
    SmtpReply hello = exchange("EHLO " + NO_NAME);
    if (!hello.isPositive() || !Capabilities.of(hello).has("STARTTLS")) {
      throw UpstreamFailures.of(UpstreamTrouble.withoutTls(server));
    }
    SmtpReply goAhead = exchange("STARTTLS");
    if (goAhead.code() != 220) {
      throw UpstreamFailures.of(UpstreamTrouble.withoutTls(server));
    }
    if (input.isReady()) {
      throw UpstreamFailures.of(UpstreamTrouble.injection(server));
    }
    beginTls();
  }

  private void beginTls() throws Failure {
    try {
      connection.startTls(server.tls());
    } catch (IOException e) {
      throw UpstreamFailures.of(UpstreamTrouble.ofTls(server, e), e);
    }
  }

  private void hello(String name) throws IOException, Failure {
    SmtpReply ehlo = exchange("EHLO " + name);
    if (ehlo.isPositive()) {
      capabilities = Capabilities.of(ehlo);
      return;
    }
    SmtpReply helo = ehlo.isPermanentFailure() ? exchange("HELO " + name) : ehlo;
    if (!helo.isPositive()) {
      throw UpstreamFailures.unwilling(server, helo);
    }
  }

  Upstream server() {
    return server;
  }

  Capabilities capabilities() {
    return capabilities;
  }

  /** False once the connection failed or the server said that it closes it. */
  boolean isUsable() {
    return usable;
  }

  /**
   * Says a command and waits for the reply.
   *
   * @throws Failure 421 in words if the connection is lost
   */
  SmtpReply command(String line) throws Failure {
    return command(line.getBytes(StandardCharsets.UTF_8));
  }

  /** As {@link #command(String)}, for lines that hold a password; the array is left as it is. */
  SmtpReply command(byte[] line) throws Failure {
    try {
      return exchange(line);
    } catch (IOException e) {
      usable = false;
      throw UpstreamFailures.lost(server, e);
    }
  }

  private SmtpReply exchange(String line) throws IOException {
    return exchange(line.getBytes(StandardCharsets.US_ASCII));
  }

  private SmtpReply exchange(byte[] line) throws IOException {
    connection.out().write(line);
    connection.out().write(CRLF);
    connection.out().flush();
    return reply();
  }

  private SmtpReply reply() throws IOException {
    SmtpReply reply = replies.read();
    input.wipe();
    usable &= reply.code() != 421;
    return reply;
  }

  /**
   * Sends a mail after DATA's 354, dots stuffed, and waits for the reply to it. When the mail
   * cannot be written to its end the connection is dropped, so that no part of it is delivered.
   *
   * @param beforeEnd called when all but the last dot was written
   * @throws Failure the writer's own or beforeEnd's, or temporary in words
   */
  SmtpReply send(EntityWriter mail, BeforeEnd beforeEnd) throws Failure {
    WatchedOutput out = new WatchedOutput(connection.out());
    boolean sent = false;
    try {
      DotWriter dots = new DotWriter(out);
      mail.writeTo(dots);
      beforeEnd.run();
      dots.finish();
      sent = true;
    } catch (IOException e) {
      throw out.failed() ? UpstreamFailures.lostInMail(server, e) : UpstreamFailures.unwritable(e);
    } finally {
      if (!sent) {
        abort();
      }
    }
    try {
      SmtpReply reply = reply();
      if (reply.isIntermediate()) {
        throw new ProtocolException("no reply to a mail: " + reply.quoted());
      }
      return reply;
    } catch (IOException e) {
      abort();
      throw UpstreamFailures.noFinalReply(server, e);
    }
  }

  /**
   * Makes the server forget the transaction that is open.
   *
   * @throws Failure temporary, if it does not say that it has; the connection is dropped then,
   *     since what is said next could count for the old transaction's recipients
   */
  void reset() throws Failure {
    SmtpReply reply = command("RSET");
    if (!reply.isPositive()) {
      abort();
      throw UpstreamFailures.notReset(server, reply);
    }
  }

  /** Drops the connection, so that a mail under way is not delivered. */
  void abort() {
    usable = false;
    connection.abort();
    connection.close();
  }

  @Override
  public void close() {
    if (usable) {
      usable = false;
      try {
        connection.out().write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        log.debug("{} is gone already", server.host(), e);
      }
    }
    connection.close();
  }
}
