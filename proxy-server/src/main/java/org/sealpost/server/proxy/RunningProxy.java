package org.sealpost.server.proxy;

import java.util.Optional;
import org.sealpost.server.Reload;
import org.sealpost.server.control.ControlServer;

/** What commands may ask of this proxy. */
record RunningProxy(Pages pages, Reloading reloading) implements ControlServer.Proxy {
  @Override
  public Optional<String> consoleLink() {
    return pages.newLink();
  }

  @Override
  public Reload reload() {
    return reloading.run();
  }

  @Override
  public Optional<Reload> lastReload() {
    return reloading.last();
  }
}
