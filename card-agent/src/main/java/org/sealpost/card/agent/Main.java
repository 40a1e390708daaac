package org.sealpost.card.agent;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.io.File;
import org.sealpost.card.api.LocalUser;
import org.sealpost.card.api.Words;

/** The card-agent as a process. */
public final class Main {
  /** Exit code of an agent that cannot start; standard error says why. */
  public static final int CANNOT_START = 1;

  /** Exit code for arguments that cannot be understood. */
  public static final int USAGE = 2;

  /** Exit code where another agent serves the socket already. */
  public static final int ALREADY_RUNNING = 3;

  private Main() {}

  /** Runs with {@code --config FILE}; settings the file leaves out come from reference.conf. */
  public static void main(String[] arguments) {
    if (arguments.length != 2 || !arguments[0].equals("--config")) {
      System.err.println(Words.beside(Main.class).text("main.usage"));
      System.exit(USAGE);
    }
    System.exit(run(new File(arguments[1])));
  }

  /**
   * Runs until the process is told to stop (SIGTERM, SIGINT). Prints {@code card-agent ready:
   * SOCKET} to standard output once clients can connect.
   *
   * @return the exit code
   */
  public static int run(AgentSettings settings) {
    try (ListeningSocket socket = ListeningSocket.open(settings.socket());
        PinDesk desk = PinDesk.of(settings);
        AgentServer server =
            new AgentServer(
                socket,
                TokenSlots.of(settings, desk),
                LocalUser::isPeer,
                AgentServer.Limits.USUAL)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, desk)));
      System.out.println("card-agent ready: " + socket.path());
      server.serve();
      return 0;
    } catch (StartException e) {
      System.err.println(e.getMessage());
      return e.exitCode();
    }
  }

  private static int run(File file) {
    try {
      var config =
          ConfigFactory.parseFile(
                  file, com.typesafe.config.ConfigParseOptions.defaults().setAllowMissing(false))
              .withFallback(ConfigFactory.defaultReference())
              .resolve();
      return run(AgentSettings.from(config.getConfig("sealpost")));
    } catch (ConfigException e) {
      System.err.println(Words.beside(Main.class).text("main.config", file, e.getMessage()));
      return CANNOT_START;
    }
  }

  private static void stop(AgentServer server, PinDesk desk) {
    server.close();
    desk.close();
  }
}
