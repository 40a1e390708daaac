package org.sealpost.server.proxy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.sealpost.card.api.Signals;
import org.sealpost.server.Termination;

/**
 * What SIGHUP means: that the terminal from which this process was started is gone, which ends it,
 * or else that the configuration is to be read anew.
 */
final class Hangup {
  private static final Path TERMINAL = Path.of("/dev/tty");

  private Hangup() {}

  static void of(Termination termination, Runnable reload) {
    boolean hadTerminal = hasTerminal();
    Signals.handle(
        "HUP",
        () -> {
          if (hadTerminal && !hasTerminal()) {
            termination.request();
          } else {
            reload.run();
          }
        });
  }

  /** Nobody can open the terminal of a process that has none. */
  private static boolean hasTerminal() {
    try (FileChannel _ = FileChannel.open(TERMINAL, StandardOpenOption.READ)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
