package org.sealpost.server.pop3;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a client that has not logged in yet may take: for all that comes before the login, and
 * for each line of it, so that neither line after line nor octet after octet holds a connection.
 * For one thread.
 */
final class LoginDeadline {
  private final LongSupplier nanoTime;
  private final long lineNanos;
  private final long login;
  private long line;

  /**
   * Begins now.
   *
   * @param nanoTime a clock as {@link System#nanoTime} is one
   */
  LoginDeadline(Pop3Limits limits, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    lineNanos = limits.loginLine().toNanos();
    login = nanoTime.getAsLong() + limits.login().toNanos();
    beginLine();
  }

  /** The client is to say its next line from now on. */
  void beginLine() {
    line = nanoTime.getAsLong() + lineNanos;
  }

  /**
   * What is left for what is being waited for.
   *
   * @throws SocketTimeoutException if nothing is
   */
  Duration left() throws SocketTimeoutException {
    long now = nanoTime.getAsLong();
    long left = Math.min(line - now, login - now);
    if (left <= 0) {
      throw new SocketTimeoutException("no login in time");
    }
    return Duration.ofNanos(left);
  }
}
