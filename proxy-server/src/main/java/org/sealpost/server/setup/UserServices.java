package org.sealpost.server.setup;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.sealpost.server.Settings.Listen;

/** The user's services for agent and proxy, where a service manager of the user's runs. */
public final class UserServices {
  private static final String PROXY = "sealpost-proxy.service";
  private static final String AGENT = "sealpost-agent.service";
  private static final String AGENT_SOCKET = "sealpost-agent.socket";

  /** What a user types to have them start, now and at every login. */
  public static final String START = "systemctl --user enable --now " + AGENT_SOCKET + " " + PROXY;

  /** What a user types to have those that run start anew. */
  public static final String RESTART = "systemctl --user try-restart " + AGENT + " " + PROXY;

  private static final Duration COMMAND = Duration.ofSeconds(40);
  private static final Duration GREETING = Duration.ofSeconds(30);
  private static final int ANSWER_MILLISECONDS = 2000;

  private final String systemctl;

  /**
   * The services of systemd.
   *
   * @param systemctl the program, a path or a name on the PATH
   */
  public UserServices(String systemctl) {
    this.systemctl = systemctl;
  }

  /** Whether a manager answers that knows the services. */
  public boolean areInstalled() throws InterruptedException {
    return run("show-environment") && run("cat", PROXY);
  }

  /**
   * Has them start now and at every login. Those that run already start anew where the
   * configuration was changed, so that they have it.
   *
   * @return whether the manager did so
   */
  public boolean start(boolean changed) throws InterruptedException {
    List<String> units = new ArrayList<>();
    units.add(run("cat", AGENT_SOCKET) ? AGENT_SOCKET : AGENT);
    units.add(PROXY);
    if (!run("enable", units.get(0), units.get(1))) {
      return false;
    }
    if (changed) {
      run("try-restart", AGENT, PROXY);
    }
    return run("start", units.get(0), units.get(1));
  }

  private boolean run(String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of(systemctl, "--user"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(COMMAND.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException _) {
      return false;
    }
  }

  /** Waits until the proxy greets mail clients; false if it does not within half a minute. */
  public static boolean awaitGreeting(Listen listen) throws InterruptedException {
    long deadline = System.nanoTime() + GREETING.toNanos();
    while (!isGreeting(listen)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(100);
    }
    return true;
  }

  /** Whether every protocol that is on is greeted with as its RFC says. */
  public static boolean isGreeting(Listen listen) {
    return listen.smtp().map(at -> greets(at, "220")).orElse(true)
        && listen.pop3().map(at -> greets(at, "+OK")).orElse(true);
  }

  private static boolean greets(InetSocketAddress address, String begin) {
    try (Socket socket = new Socket()) {
      socket.connect(address, ANSWER_MILLISECONDS);
      socket.setSoTimeout(ANSWER_MILLISECONDS);
      byte[] read = socket.getInputStream().readNBytes(begin.length());
      return new String(read, StandardCharsets.US_ASCII).equals(begin);
    } catch (IOException _) {
      return false;
    }
  }
}
