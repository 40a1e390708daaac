package org.sealpost.server.smtp;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.sealpost.server.net.Connection;
import org.sealpost.server.net.TlsServer;
import org.sealpost.server.session.LoginDeadline;

/**
 * The mail client's side of a session. Replies are gathered and sent when the client has nothing
 * more to say, so that a pipelined group gets one answer (RFC 2920 §3.2).
 */
final class Client {
  /** Long enough for the rest of a mail that is still coming. */
  private static final Duration REST_OF_UNFIT_MAIL = Duration.ofSeconds(5);

  private final Connection connection;
  private final SmtpLimits limits;
  private final WireInput input;
  private final LineReader lines;

  /** There until a login or a first MAIL. */
  private Optional<LoginDeadline> deadline;

  Client(Connection connection, SmtpLimits limits) {
    this.connection = connection;
    this.limits = limits;
    input = new WireInput(connection.in());
    lines = new LineReader(input, this::beforeWaiting);
    deadline =
        Optional.of(new LoginDeadline(limits.clientTimeout(), limits.login(), System::nanoTime));
  }

  /** The client has a reason to be here: it may stay as long as it goes on. */
  void admitted() {
    deadline = Optional.empty();
  }

  boolean isAdmitted() {
    return deadline.isEmpty();
  }

  private void beforeWaiting(Duration timeout) throws IOException {
    if (!input.isReady()) {
      connection.out().flush();
    }
    connection.readTimeout(timeout);
  }

  /** The next command line. */
  Line command() throws IOException {
    // An initial response may stand in it (RFC 4954 §4).
    return line();
  }

  /** A line of the AUTH dialogue. */
  Line response() throws IOException {
    return line();
  }

  private Line line() throws IOException {
    if (deadline.isEmpty()) {
      return lines.read(limits.authLine(), limits.clientTimeout());
    }
    deadline.get().beginLine();
    return lines.read(limits.authLine(), deadline.get().left());
  }

  /** The mail that follows 354. */
  DotReader mail(long sizeLimit) {
    connection.readTimeout(limits.clientTimeout());
    return new DotReader(
        input,
        limits.textLine(),
        sizeLimit,
        Math.max(sizeLimit, limits.mailSize()),
        () -> connection.readTimeout(REST_OF_UNFIT_MAIL));
  }

  /** Gathers a reply. */
  void reply(SmtpReply reply) throws IOException {
    connection.out().write(reply.bytes());
  }

  /** Sends a reply at once: the client is waiting for it. */
  void prompt(SmtpReply reply) throws IOException {
    reply(reply);
    connection.out().flush();
  }

  /**
   * Turns TLS on behind a reply that was gathered last. What the client sent before is thrown away
   * (RFC 3207 §4.2).
   */
  void startTls(TlsServer tls) throws IOException {
    input.discard();
    connection.startTls(tls);
  }

  boolean isSecure() {
    return connection.isSecure();
  }

  /** Whether only programs of this machine can read along. */
  boolean isLocal() {
    return connection.peer().getAddress().isLoopbackAddress();
  }

  /** Overwrites what was read. */
  void wipe() {
    input.wipe();
  }
}
