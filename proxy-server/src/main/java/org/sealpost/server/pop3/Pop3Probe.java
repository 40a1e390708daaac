package org.sealpost.server.pop3;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.sealpost.server.account.Upstream;
import org.sealpost.server.net.Network;

/** Visits a real server as a session would, without logging in. */
public final class Pop3Probe {
  private Pop3Probe() {}

  /**
   * Connects, turns TLS on as configured, says CAPA and leaves.
   *
   * @param timeout for connecting, and for each answer
   * @return the ways to log in that the server offers and that can be relayed
   * @throws IOException in words, with the cause, whatever goes wrong
   */
  public static List<String> mechanisms(Network network, Upstream server, Duration timeout)
      throws IOException {
    Pop3Upstream upstream =
        Pop3Upstream.connect((host, port) -> network.connect(host, port, timeout), server, timeout);
    try {
      Capabilities capabilities = upstream.capabilities();
      List<String> ways = new ArrayList<>();
      if (capabilities.mayHave("USER")) {
        ways.add("USER");
      }
      upstream.timestamp().ifPresent(_ -> ways.add("APOP"));
      ways.addAll(new CapabilityList(List.of(capabilities), true).mechanisms());
      upstream.command("QUIT");
      return ways;
    } finally {
      upstream.close();
    }
  }
}
