package org.sealpost.server.session;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a client that has not logged in yet may take: for all that comes before the login, and
 * for each line of it, so that neither line after line nor octet after octet holds a connection.
 * For one thread.
 */
public final class LoginDeadline {
  private final LongSupplier nanoTime;
  private final long lineNanos;
  private final long end;
  private long lineEnd;

  /**
   * Begins now.
   *
   * @param line for each line
   * @param login for all together
   * @param nanoTime a clock as {@link System#nanoTime} is one
   */
  public LoginDeadline(Duration line, Duration login, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    lineNanos = line.toNanos();
    end = nanoTime.getAsLong() + login.toNanos();
    beginLine();
  }

  /** The client is to say its next line from now on. */
  public void beginLine() {
    lineEnd = nanoTime.getAsLong() + lineNanos;
  }

  /**
   * What is left for what is being waited for.
   *
   * @throws SocketTimeoutException if nothing is
   */
  public Duration left() throws SocketTimeoutException {
    long now = nanoTime.getAsLong();
    long left = Math.min(lineEnd - now, end - now);
    if (left <= 0) {
      throw new SocketTimeoutException("no login in time");
    }
    return Duration.ofNanos(left);
  }
}
