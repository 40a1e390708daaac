package org.sealpost.server.cli;

import java.util.concurrent.Callable;
import org.sealpost.server.Log;
import org.sealpost.server.proxy.Main;
import picocli.CommandLine.Command;

/** {@code sealpost proxy}: the proxy in this process, until interrupted. */
@Command(name = "proxy")
final class ProxyCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  ProxyCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    Log.ofService();
    Main.run(configuration::settings, screen.out(), OwnCommand::line);
    return 0;
  }
}
