package org.sealpost.directory;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How the DNS is asked.
 *
 * @param servers resolvers that look names up for others; empty for the system's
 * @param trustAnchors DS or DNSKEY records in the form of zone files, to trust instead of the
 *     root's
 */
public record SmimeaSettings(
    Domains domains, List<InetSocketAddress> servers, Optional<Path> trustAnchors) {
  /** As it is named to users. */
  static final String NAME = "DNS";

  public SmimeaSettings {
    servers = List.copyOf(servers);
  }

  /** What is asked and how, in one line. */
  String identity() {
    return "smimea " + trustAnchors.map(Path::toString).orElse("root");
  }
}
