package org.sealpost.card.agent;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Locale;
import org.sealpost.card.api.CannotListenException;
import org.sealpost.card.api.IdleHeap;
import org.sealpost.card.api.ListeningSocket;
import org.sealpost.card.api.LocalUser;
import org.sealpost.card.api.ServiceManager;
import org.sealpost.card.api.Signals;
import org.sealpost.card.api.Words;

/** The card-agent as a process of its own. */
public final class Main {
  /** Exit code of an agent that cannot start; standard error says why. */
  public static final int CANNOT_START = 1;

  /** Exit code where another agent serves the socket already. */
  public static final int ALREADY_RUNNING = 4;

  private static final Words WORDS = Words.beside(Main.class);

  private Main() {}

  /** As the other, with a configuration that stays as it is. */
  public static int run(AgentSettings settings) {
    return run(settings, () -> settings);
  }

  /**
   * Runs until the process is told to stop (SIGTERM, SIGINT); SIGHUP ends every session and has the
   * configuration read anew. Prints {@code card-agent ready: SOCKET} to standard output once
   * clients can connect, and tells the service manager.
   *
   * @param configuration where {@code settings} came from
   * @return the exit code
   */
  public static int run(AgentSettings settings, AgentSettings.Source configuration) {
    try (ListeningSocket.Claim claim = ListeningSocket.claimOrTakeOver(settings.socket());
        LedgerLock _ = LedgerLock.take(settings.cards());
        ListeningSocket socket = claim.listen();
        PinDesk desk = PinDesk.of(settings);
        ServiceManager manager = ServiceManager.of(System.getenv())) {
      ConfiguredSources sources = new ConfiguredSources(settings);
      TokenSlots slots = slots(settings, sources, desk);
      Rereading rereading = new Rereading(settings, configuration, sources, slots, desk, manager);
      return serve(socket, desk, slots, rereading, manager, settings.language());
    } catch (CannotListenException e) {
      utf8().println(e.told().in(settings.language()));
      return e.isInUse() ? ALREADY_RUNNING : CANNOT_START;
    } catch (StartException e) {
      utf8().println(e.told().in(settings.language()));
      return e.exitCode();
    }
  }

  private static int serve(
      ListeningSocket socket,
      PinDesk desk,
      TokenSlots slots,
      Rereading rereading,
      ServiceManager manager,
      Locale language) {
    try (AgentServer server =
            new AgentServer(socket, slots, LocalUser::isPeer, AgentServer.Limits.USUAL);
        Rebirth _ = Rebirth.when(slots::hang, desk::close, language);
        SleepSignal _ = SleepSignal.runs(server::endSessions, System.getenv())) {
      Signals.handle(
          "HUP",
          () -> {
            server.endSessions();
            rereading.run();
          });
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, desk, manager, language)));
      System.out.println("card-agent ready: " + socket.path());
      manager.ready(WORDS.told("ready", socket.path()).in(language));
      IdleHeap.ofThisProcess();
      server.serve();
      return 0;
    }
  }

  private static TokenSlots slots(AgentSettings settings, ConfiguredSources sources, PinDesk desk) {
    FailureLedger ledger = new FailureLedger(settings.cards());
    return new TokenSlots(
        sources.with(settings.pkcs12()),
        settings.pinIdle(),
        (token, idle, changed) ->
            new TokenSlot(
                token,
                new PinGuard(token, ledger, settings.pinTries()),
                desk,
                idle,
                InstantSource.system(),
                changed));
  }

  /** Standard error, where the words may be in any script. */
  static PrintStream utf8() {
    return new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
  }

  private static void stop(
      AgentServer server, PinDesk desk, ServiceManager manager, Locale language) {
    manager.stopping(WORDS.told("stopping").in(language));
    server.close();
    desk.close();
    manager.close();
  }
}
