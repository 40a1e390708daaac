package org.sealpost.server.pop3;

import java.time.Duration;

/**
 * What bounds a POP3 session. Immutable.
 *
 * @param maxConnections client connections at a time; further ones wait
 * @param clientIdle silence of the client after which its session ends without deleting anything;
 *     RFC 1939 §3 asks for 10 minutes at least
 * @param loginLine the time for a whole line before the login, so that sending octet after octet
 *     gains nothing
 * @param login the time for all that comes before the login: connections are few, and one that
 *     nobody logs in on must not shut others out
 * @param connectTimeout for reaching a real server
 * @param upstreamTimeout silence of a real server after which it counts as lost
 * @param maxMailBytes the largest mail that is opened
 * @param keptMails opened mails that all sessions together keep at a time
 * @param keptBytes their size together
 */
public record Pop3Limits(
    int maxConnections,
    Duration clientIdle,
    Duration loginLine,
    Duration login,
    Duration connectTimeout,
    Duration upstreamTimeout,
    long maxMailBytes,
    int keptMails,
    long keptBytes) {

  private static final long MIB = 1L << 20;

  public Pop3Limits {
    if (maxConnections < 1 || maxMailBytes < 1 || keptMails < 0 || keptBytes < 0) {
      throw new IllegalArgumentException("a limit is out of range");
    }
  }

  /**
   * 100 connections, 10 minutes idle, 5 to log in, mails up to 512 MiB, 64 of them or 512 MiB kept.
   */
  public static Pop3Limits standard() {
    return new Pop3Limits(
        100,
        Duration.ofMinutes(10),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofSeconds(15),
        Duration.ofMinutes(5),
        512 * MIB,
        64,
        512 * MIB);
  }

  /** With what the configuration says of connections and real servers. */
  public Pop3Limits with(int connections, Duration connect, Duration upstream) {
    return new Pop3Limits(
        connections,
        clientIdle,
        loginLine,
        login,
        connect,
        upstream,
        maxMailBytes,
        keptMails,
        keptBytes);
  }
}
