package org.sealpost.server.cli;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealpost.server.Reload;
import org.sealpost.server.control.ControlServer;

/** What a running proxy answers to commands. */
record FakeProxy(Optional<String> consoleLink, Reload reload) implements ControlServer.Proxy {
  private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");

  static FakeProxy withLink(Optional<String> link) {
    return new FakeProxy(link, new Reload(NOW, true, List.of(), List.of()));
  }

  static FakeProxy reloading(Reload reload) {
    return new FakeProxy(Optional.empty(), reload);
  }

  @Override
  public Optional<Reload> lastReload() {
    return Optional.empty();
  }
}
