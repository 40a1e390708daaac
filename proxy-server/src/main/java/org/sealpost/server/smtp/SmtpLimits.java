package org.sealpost.server.smtp;

import java.time.Duration;

/**
 * What one SMTP connection may cost (RFC 5321 §4.5.3).
 *
 * @param maxConnections clients at once; further ones wait to be accepted
 * @param commandLine octets of a command with its parameters and CRLF
 * @param authLine octets of a line of AUTH with CRLF (RFC 4954 §4)
 * @param textLine octets of a line of a mail with CRLF; far above the standard's 1,000, because
 *     mails that break it are in daily use
 * @param recipients of one mail
 * @param mailSize octets of a mail where the real server sets no limit of its own
 * @param clientTimeout how long a client may be silent, and take for one command line
 * @param login the time for all that comes before a login or a first MAIL: connections are few, and
 *     one on which nothing is sent must not shut others out
 * @param connectTimeout for reaching the real server
 * @param upstreamTimeout how long the real server may be silent
 */
public record SmtpLimits(
    int maxConnections,
    int commandLine,
    int authLine,
    int textLine,
    int recipients,
    long mailSize,
    Duration clientTimeout,
    Duration login,
    Duration connectTimeout,
    Duration upstreamTimeout) {

  /** The standard's limits, raised where practice asks for it. */
  public static SmtpLimits standard() {
    return of(100, Duration.ofSeconds(15), Duration.ofMinutes(5));
  }

  /** The standard's limits with what the configuration says. */
  public static SmtpLimits of(
      int maxConnections, Duration connectTimeout, Duration upstreamTimeout) {
    return new SmtpLimits(
        maxConnections,
        4096,
        12288,
        1 << 20,
        1000,
        1L << 30,
        Duration.ofMinutes(5),
        Duration.ofMinutes(5),
        connectTimeout,
        upstreamTimeout);
  }
}
