package org.sealpost.server.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sealpost.card.api.CannotListenException;
import org.sealpost.card.api.ListeningSocket;
import org.sealpost.server.Settings;
import org.sealpost.server.running.LockHolders;
import org.sealpost.server.running.UnixListeners;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code sealpost stop}: ends the proxy and the card-agent of this installation, which are found by
 * the locks that they hold. They are asked to end (SIGTERM) and waited for; none is killed.
 */
@Command(name = "stop")
final class StopCommand implements Callable<Integer> {
  /** A mail that is being sent is finished first. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Configuration configuration;
  private final Screen screen;
  private final List<JsonObject> objects = new ArrayList<>();

  @Option(names = "--json", descriptionKey = "json-array")
  private boolean json;

  StopCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = configuration.settings();
    boolean all = stop("proxy", settings.controlSocket());
    all &= stop("agent", settings.agentSocket());
    if (json) {
      Json.printArray(screen.out(), objects);
    }
    return all ? 0 : 1;
  }

  private boolean stop(String name, Path socket) throws IOException, InterruptedException {
    Optional<ProcessHandle> found =
        LockHolders.of(socket.resolveSibling(socket.getFileName() + ".lock"));
    if (found.isEmpty()) {
      boolean unknown = isHeld(socket);
      tell(name, unknown ? "unknown" : "not-running", socket, 0);
      return !unknown;
    }
    ProcessHandle process = found.get();
    boolean ended = process.destroy() && isEnded(process);
    boolean returns = ended && UnixListeners.isAt(socket).orElse(false);
    tell(name, returns ? "returns" : ended ? "ended" : "still-running", socket, process.pid());
    return ended;
  }

  /** Whether somebody listens of whom no process is known, as a service manager. */
  private static boolean isHeld(Path socket) throws IOException {
    if (!Files.exists(socket)) {
      return false;
    }
    Optional<Boolean> listening = UnixListeners.isAt(socket);
    if (listening.isPresent()) {
      return listening.get();
    }
    try (ListeningSocket.Claim _ = ListeningSocket.claim(socket)) {
      return false;
    } catch (CannotListenException e) {
      return e.isInUse();
    }
  }

  private static boolean isEnded(ProcessHandle process) throws InterruptedException {
    try {
      process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException | ExecutionException _) {
      return false;
    }
  }

  private void tell(String name, String result, Path socket, long process) {
    if (json) {
      JsonObject object = new JsonObject();
      object.addProperty("process", name);
      object.addProperty("result", result);
      if (process > 0) {
        object.addProperty("pid", process);
      }
      objects.add(object);
      return;
    }
    String words =
        switch (result) {
          case "ended" -> "stop.ended";
          case "returns" -> "stop.returns";
          case "not-running" -> "stop.not-running";
          case "unknown" -> "stop.unknown";
          default -> "stop.still-running";
        };
    screen.say(words, screen.text("stop." + name), Long.toString(process), socket);
  }
}
