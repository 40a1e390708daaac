package org.sealpost.server.smtp;

import java.time.Duration;
import java.util.List;
import org.sealpost.failure.Failure;
import org.sealpost.server.account.SaslMechanism;
import org.sealpost.server.account.Upstream;
import org.sealpost.server.net.Network;

/** Visits a real server as a session would, without logging in. */
public final class SmtpProbe {
  private SmtpProbe() {}

  /**
   * Connects, turns TLS on as configured, says EHLO and leaves.
   *
   * @param timeout for connecting, and for each answer
   * @return the ways to log in that the server offers and that can be relayed
   * @throws Failure in words, with the cause, whatever goes wrong
   */
  public static List<String> mechanisms(Network network, Upstream server, Duration timeout)
      throws Failure {
    SmtpLimits limits = SmtpLimits.of(1, timeout, timeout);
    try (SmtpUpstream upstream = SmtpUpstream.open(network, server, SmtpUpstream.NO_NAME, limits)) {
      return upstream.capabilities().mechanisms().stream().map(SaslMechanism::keyword).toList();
    }
  }
}
