package org.sealpost.server.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealpost.card.api.CardAgent;
import org.sealpost.server.Reload;
import org.sealpost.server.Settings;
import org.sealpost.server.control.ControlClient;
import org.sealpost.server.doctor.Doctor;
import org.sealpost.server.doctor.Finding;
import org.sealpost.server.setup.SetupResult;
import org.sealpost.server.setup.UserServices;
import org.sealpost.server.setup.client.ClientSettings;
import org.sealpost.server.setup.client.ClientSheet;
import org.sealpost.server.setup.client.MailClient;

/** What comes after the configuration is written: start, checks, and what to enter where. */
final class SetupReport {
  private final Screen screen;
  private final Configuration configuration;
  private final boolean json;

  SetupReport(Screen screen, Configuration configuration, boolean json) {
    this.screen = screen;
    this.configuration = configuration;
    this.json = json;
  }

  /** How the proxy is. */
  private enum Running {
    STARTED,
    /** It was running before and uses what has changed. */
    RELOADED,
    /** It was running before, and nothing has changed. */
    RUNNING,
    /** It was running before and does not use all that has changed. */
    BEFORE,
    NOT_STARTED,
    FAILED
  }

  /** Returns the exit status. */
  int finish(SetupResult result, boolean start, ClientSettings client)
      throws IOException, InterruptedException {
    Settings settings = result.settings();
    Running running = start ? started(result) : present(result);
    List<Finding> findings = new ArrayList<>();
    if (running == Running.STARTED) {
      examine(settings, findings);
    }
    if (json) {
      screen.out().println(json(result, running, findings, client));
    } else {
      tell(result, running, client);
    }
    return running == Running.FAILED ? 1 : 0;
  }

  private Running started(SetupResult result) throws IOException, InterruptedException {
    UserServices services = new UserServices("systemctl");
    // The services read the usual file.
    if (configuration.isNamed() || !services.areInstalled()) {
      return reloaded(result);
    }
    screen.progress(screen.text("setup.starting"));
    boolean greeted =
        services.start(result.changed()) && UserServices.awaitGreeting(result.settings().listen());
    screen.progress("");
    return greeted ? Running.STARTED : Running.FAILED;
  }

  private static Running present(SetupResult result) throws IOException {
    Optional<ControlClient> proxy = ControlClient.connect(result.settings().controlSocket());
    proxy.ifPresent(ControlClient::close);
    return proxy.isPresent() ? untouched(result) : Running.NOT_STARTED;
  }

  /** What an earlier change was waiting for may still have to come. */
  private static Running untouched(SetupResult result) {
    boolean whole = !result.changed() && UserServices.isGreeting(result.settings().listen());
    return whole ? Running.RUNNING : Running.BEFORE;
  }

  /** A proxy that was started by hand is told of the change. */
  private static Running reloaded(SetupResult result) throws IOException, InterruptedException {
    Optional<ControlClient> proxy = ControlClient.connect(result.settings().controlSocket());
    if (proxy.isEmpty()) {
      return Running.NOT_STARTED;
    }
    try (ControlClient client = proxy.get()) {
      if (!result.changed()) {
        return untouched(result);
      }
      Reload reload = client.reload();
      boolean whole =
          reload.used()
              && reload.problems().isEmpty()
              && reload.nextStart().isEmpty()
              && !result.cards();
      return whole ? Running.RELOADED : Running.BEFORE;
    }
  }

  private void examine(Settings settings, List<Finding> findings) throws InterruptedException {
    FindingText text = new FindingText(screen, TerminalWidth.of(screen));
    try (CardAgent agent = Agent.connect(settings)) {
      new Doctor(settings, agent, configuration.environment(), Clock.systemUTC())
          .examine(
              finding -> {
                findings.add(finding);
                if (!json && finding.state() != Finding.State.SKIPPED) {
                  text.print(finding);
                }
              });
    }
  }

  private void tell(SetupResult result, Running running, ClientSettings client)
      throws InterruptedException {
    result.backup().ifPresent(it -> screen.say("setup.backup", it));
    boolean services = !configuration.isNamed() && new UserServices("systemctl").areInstalled();
    String command = services ? UserServices.START : startCommand(result.file());
    switch (running) {
      case STARTED -> screen.say("setup.started");
      case RELOADED -> screen.say("setup.reloaded");
      case RUNNING -> screen.say("setup.running");
      case BEFORE ->
          screen.say(
              services ? "setup.restart-services" : "setup.restart",
              services ? UserServices.RESTART : command);
      case NOT_STARTED -> screen.say("setup.start-yourself", command);
      case FAILED -> screen.note(screen.text("setup.not-started", command));
    }
    screen.out().println();
    screen.say("setup.enter", client.address());
    screen.out().println(ClientSheet.values(client).in(screen.language()));
    String sheets = screen.text("setup.sheets", String.join(", ", MailClient.names()));
    screen.out().println(Paragraphs.on(screen).of(sheets));
  }

  private String startCommand(Path file) {
    return configuration.isNamed() ? "sealpost --config " + file + " start" : "sealpost start";
  }

  private static JsonObject json(
      SetupResult result, Running running, List<Finding> findings, ClientSettings client) {
    JsonObject object = new JsonObject();
    object.addProperty("file", result.file().toString());
    object.addProperty("changed", result.changed());
    result.backup().ifPresent(it -> object.addProperty("backup", it.toString()));
    object.addProperty("address", result.address());
    result.cardFit().ifPresent(it -> object.addProperty("card", it));
    object.addProperty("proxy", running.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    object.addProperty(
        "failedChecks", findings.stream().filter(it -> it.state() == Finding.State.FAILED).count());
    object.add("client", json(client));
    return object;
  }

  /** What a mail client is to use. */
  static JsonObject json(ClientSettings client) {
    JsonObject object = new JsonObject();
    object.addProperty("address", client.address());
    add(object, "pop3", client.pop3(), client.userName());
    add(object, "smtp", client.smtp(), client.userName());
    client
        .certificate()
        .ifPresent(
            it -> {
              object.addProperty("certificate", it.file().toString());
              object.addProperty("fingerprint", it.fingerprint());
            });
    return object;
  }

  private static void add(
      JsonObject object, String name, Optional<InetSocketAddress> address, String userName) {
    if (address.isPresent()) {
      JsonObject server = new JsonObject();
      server.addProperty("host", ClientSettings.host(address.get()));
      server.addProperty("port", address.get().getPort());
      server.addProperty("security", "none");
      server.addProperty("userName", userName);
      server.addProperty("authentication", "password");
      object.add(name, server);
    }
  }
}
