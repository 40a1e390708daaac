package org.sealpost.server.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.sealpost.card.api.CardException;
import org.sealpost.server.Settings;
import org.sealpost.server.StartCheck;
import org.sealpost.server.Termination;
import picocli.CommandLine.Command;

/**
 * {@code sealpost start}: the agent and the proxy in the foreground, each a process of its own that
 * writes to this terminal. When one ends, the other is stopped.
 */
@Command(name = "start")
final class StartCommand implements Callable<Integer> {
  private static final Duration AGENT_START = Duration.ofSeconds(30);

  /** Longer than the proxy gives its sessions. */
  private static final Duration STOP = Duration.ofSeconds(32);

  private final Configuration configuration;
  private final Screen screen;

  StartCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  private record Child(String name, Process process) {}

  @Override
  public Integer call() throws Exception {
    Settings settings = configuration.settings();
    StartCheck.run(settings);
    List<Child> children = new ArrayList<>();
    try (Termination termination = new Termination(STOP.plusSeconds(5))) {
      try {
        if (Agent.isRunning(settings)) {
          screen.say("agent-running", settings.agentSocket());
        } else {
          children.add(spawn("agent"));
          awaitAgent(settings, children.getFirst(), termination);
        }
        children.add(spawn("proxy"));
        return watch(children, termination);
      } finally {
        stop(children);
      }
    }
  }

  private Child spawn(String subcommand) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(subcommand));
    arguments.addAll(configuration.arguments());
    return new Child(
        subcommand, new ProcessBuilder(OwnCommand.line(arguments)).inheritIO().start());
  }

  private static void awaitAgent(Settings settings, Child agent, Termination termination)
      throws CardException, CommandFailed, InterruptedException {
    long deadline = System.nanoTime() + AGENT_START.toNanos();
    while (!Agent.isRunning(settings)) {
      if (termination.isSignalled()) {
        return;
      }
      if (agent.process().waitFor(50, TimeUnit.MILLISECONDS)) {
        throw new CommandFailed("child-ended", agent.name(), agent.process().exitValue());
      }
      if (System.nanoTime() > deadline) {
        throw new CommandFailed("agent-silent", settings.agentSocket(), AGENT_START.toSeconds());
      }
    }
  }

  /** Waits for a signal, or for a child to end. */
  private int watch(List<Child> children, Termination termination) throws InterruptedException {
    for (Child child : children) {
      var _ = child.process().onExit().thenRun(termination::request);
    }
    termination.await();
    if (!termination.isSignalled()) {
      for (Child child : children) {
        if (!child.process().isAlive()) {
          screen.note(screen.text("child-ended", child.name(), child.process().exitValue()));
        }
      }
      return 1;
    }
    return 0;
  }

  private static void stop(List<Child> children) throws InterruptedException {
    children.reversed().forEach(child -> child.process().destroy());
    for (Child child : children.reversed()) {
      if (!child.process().waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        child.process().destroyForcibly();
      }
    }
  }
}
