package org.sealpost.server.proxy;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.sealpost.server.ListenAddress;

/** The servers that listen, closed in reverse order. */
final class Listeners implements AutoCloseable {
  /** A server whose closing does not fail. */
  interface Server extends AutoCloseable {
    @Override
    void close();
  }

  private final Deque<Server> servers = new ArrayDeque<>();
  private final SequencedMap<String, InetSocketAddress> addresses = new LinkedHashMap<>();

  void add(String protocol, InetSocketAddress address, Server server) {
    servers.push(server);
    addresses.put(protocol, address);
  }

  /** What is listened for. Not to be asked while more are added. */
  List<String> protocols() {
    return List.copyOf(addresses.keySet());
  }

  /** Closes this too, after those that are added later. */
  void alsoClose(Server service) {
    servers.push(service);
  }

  /** The addresses so far, by protocol. */
  SequencedMap<String, InetSocketAddress> byProtocol() {
    return new LinkedHashMap<>(addresses);
  }

  /** As in {@code smtp 127.0.0.1:2525, pop3 127.0.0.1:1110}. */
  @Override
  public String toString() {
    return addresses.entrySet().stream()
        .map(it -> it.getKey() + " " + ListenAddress.shown(it.getValue()))
        .collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    servers.forEach(Server::close);
  }
}
