package org.sealpost.card.agent;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sealpost.card.api.CannotListenException;
import org.sealpost.card.api.ListeningSocket;
import org.sealpost.card.api.LocalUser;
import org.sealpost.card.token.FoundModule;
import org.sealpost.card.token.KnownCards;
import org.sealpost.card.token.Pkcs11Module;
import org.sealpost.card.token.Pkcs12Files;
import org.sealpost.card.token.TokenSource;

/** The card-agent as a process of its own. */
public final class Main {
  /** Exit code of an agent that cannot start; standard error says why. */
  public static final int CANNOT_START = 1;

  /** Exit code where another agent serves the socket already. */
  public static final int ALREADY_RUNNING = 3;

  private Main() {}

  /**
   * Runs until the process is told to stop (SIGTERM, SIGINT); SIGHUP ends every session. Prints
   * {@code card-agent ready: SOCKET} to standard output once clients can connect.
   *
   * @return the exit code
   */
  public static int run(AgentSettings settings) {
    try (ListeningSocket.Claim claim = ListeningSocket.claim(settings.socket());
        LedgerLock _ = LedgerLock.take(settings.cards());
        ListeningSocket socket = claim.listen();
        PinDesk desk = PinDesk.of(settings)) {
      return serve(socket, desk, slots(settings, desk), settings.language());
    } catch (CannotListenException e) {
      utf8().println(e.told().in(settings.language()));
      return e.isInUse() ? ALREADY_RUNNING : CANNOT_START;
    } catch (StartException e) {
      utf8().println(e.told().in(settings.language()));
      return e.exitCode();
    }
  }

  private static int serve(
      ListeningSocket socket, PinDesk desk, TokenSlots slots, Locale language) {
    try (AgentServer server =
            new AgentServer(socket, slots, LocalUser::isPeer, AgentServer.Limits.USUAL);
        Rebirth _ = Rebirth.when(slots::hang, desk::close, language);
        SleepSignal _ = SleepSignal.runs(server::endSessions, System.getenv())) {
      HangupSignal.runs(server::endSessions);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, desk)));
      System.out.println("card-agent ready: " + socket.path());
      server.serve();
      return 0;
    }
  }

  private static TokenSlots slots(AgentSettings settings, PinDesk desk) {
    FailureLedger ledger = new FailureLedger(settings.cards());
    return new TokenSlots(
        sources(settings),
        (token, changed) ->
            new TokenSlot(
                token,
                new PinGuard(token, ledger, settings.pinTries()),
                desk,
                settings.pinIdle(),
                InstantSource.system(),
                changed));
  }

  private static List<TokenSource> sources(AgentSettings settings) {
    KnownCards memory = new KnownCards(settings.cards());
    List<TokenSource> sources = new ArrayList<>();
    sources.add(new Pkcs12Files(settings.pkcs12()));
    if (settings.modules().isPresent()) {
      settings.modules().get().forEach(path -> sources.add(new Pkcs11Module(path, memory)));
    } else {
      sources.add(new FoundModule(memory));
    }
    return sources;
  }

  /** Standard error, where the words may be in any script. */
  static PrintStream utf8() {
    return new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
  }

  private static void stop(AgentServer server, PinDesk desk) {
    server.close();
    desk.close();
  }
}
