package org.sealpost.server;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The servers that listen, closed in reverse order. */
final class Listeners implements AutoCloseable {
  /** A server whose closing does not fail. */
  interface Server extends AutoCloseable {
    @Override
    void close();
  }

  private final Deque<Server> servers = new ArrayDeque<>();
  private final List<String> addresses = new ArrayList<>();
  private final List<String> protocols = new ArrayList<>();

  void add(String protocol, InetSocketAddress address, Server server) {
    servers.push(server);
    protocols.add(protocol);
    addresses.add(protocol + " " + ListenAddress.shown(address));
  }

  /** What is listened for. Not to be asked while more are added. */
  List<String> protocols() {
    return List.copyOf(protocols);
  }

  /** Closes this too, after those that are added later. */
  void alsoClose(Server service) {
    servers.push(service);
  }

  /** As in {@code smtp 127.0.0.1:2525, pop3 127.0.0.1:1110}. */
  @Override
  public String toString() {
    return String.join(", ", addresses);
  }

  @Override
  public void close() {
    servers.forEach(Server::close);
  }
}
