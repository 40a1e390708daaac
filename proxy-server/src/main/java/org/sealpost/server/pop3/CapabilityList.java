package org.sealpost.server.pop3;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.sealpost.server.account.SaslMechanism;

/**
 * What we answer to CAPA (RFC 2449 §5): what we do ourselves, and what the real servers do that
 * passes through us.
 */
final class CapabilityList {
  /** Passed on as they are, where there is one server only. */
  private static final List<String> PASSED = List.of("EXPIRE", "LOGIN-DELAY", "UTF8");

  private final List<Capabilities> servers;
  private final boolean sole;

  /**
   * A list.
   *
   * @param servers those that the client may mean and that are there; what is offered, all of them
   *     have, but for the ways to log in
   * @param sole whether the client can mean no other server, not even one that is not there now
   */
  CapabilityList(List<Capabilities> servers, boolean sole) {
    this.servers = List.copyOf(servers);
    this.sole = sole;
  }

  List<String> lines(boolean offerStls) {
    List<String> lines = new ArrayList<>(List.of("TOP"));
    if (all("UIDL")) {
      lines.add("UIDL");
    }
    if (servers.isEmpty() || servers.stream().anyMatch(server -> server.mayHave("USER"))) {
      lines.add("USER");
    }
    lines.addAll(List.of("PIPELINING", "RESP-CODES", "LANG"));
    if (servers.stream().allMatch(server -> server.has("AUTH-RESP-CODE"))) {
      lines.add("AUTH-RESP-CODE");
    }
    if (offerStls) {
      lines.add("STLS");
    }
    List<String> mechanisms = mechanisms();
    if (!mechanisms.isEmpty()) {
      lines.add("SASL " + String.join(" ", mechanisms));
    }
    if (sole) {
      PASSED.forEach(
          name -> servers.stream().flatMap(s -> s.line(name).stream()).forEach(lines::add));
    }
    lines.add("IMPLEMENTATION Sealpost");
    return lines;
  }

  private boolean all(String capability) {
    return servers.stream().allMatch(server -> server.mayHave(capability));
  }

  /**
   * The mechanisms that any server has and that can be relayed: none must keep the other's users
   * from logging in.
   */
  List<String> mechanisms() {
    return Stream.of(SaslMechanism.values())
        // Where the challenge is the server's, it comes before the user's name picks the server.
        .filter(mechanism -> sole || !mechanism.serverSpeaksFirst())
        .map(SaslMechanism::keyword)
        .filter(keyword -> servers.stream().anyMatch(s -> s.arguments("SASL").contains(keyword)))
        .toList();
  }
}
