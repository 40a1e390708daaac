package org.sealpost.server.proxy;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.sealpost.book.HarvestQueue;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardAgentClient;
import org.sealpost.card.api.IdleHeap;
import org.sealpost.card.api.ServiceManager;
import org.sealpost.failure.Words;
import org.sealpost.journal.Journal;
import org.sealpost.journal.SentMails;
import org.sealpost.keys.CardAuthorities;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.server.ConfiguredAccounts;
import org.sealpost.server.Settings;
import org.sealpost.server.Settings.Listen;
import org.sealpost.server.SettingsException;
import org.sealpost.server.StartCheck;
import org.sealpost.server.StateFolder;
import org.sealpost.server.Termination;
import org.sealpost.server.console.Console;
import org.sealpost.server.control.ControlServer;
import org.sealpost.server.events.Announcements;
import org.sealpost.server.events.Events;
import org.sealpost.server.metrics.Health;
import org.sealpost.server.metrics.MeteredCard;
import org.sealpost.server.metrics.Metrics;
import org.sealpost.server.metrics.StateMeters;
import org.sealpost.server.net.Network;
import org.sealpost.server.net.TlsServer;
import org.sealpost.server.pop3.Pop3Server;
import org.sealpost.server.session.UpstreamWatch;
import org.sealpost.server.smtp.SmtpServer;
import org.sealpost.store.Store;
import org.sealpost.verdicts.VerdictHistory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The proxy: all its parts, in the order in which they start. They end in reverse. */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  private static final Words WORDS = Words.beside(Main.class);

  /** What a call to the agent may take besides waiting for the PIN. */
  private static final Duration CARD_DEADLINE = Duration.ofSeconds(20);

  /** How long mails that are on their way get to arrive. */
  private static final Duration GRACE = Duration.ofSeconds(20);

  /** How long sessions get to say that they are cut short. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(3);

  private Main() {}

  /**
   * Runs the proxy until SIGTERM or SIGINT; SIGHUP has it read its configuration anew.
   *
   * @param configuration is read now, and for each reload
   * @param out gets one line when mail clients can connect
   * @param sealpost the command line of this program with such arguments
   * @throws IOException if a file or an address cannot be had; the message says which
   * @throws SettingsException if the configuration cannot be used, or gives a proxy nothing to do
   */
  public static void run(
      ConfigurationSource configuration, PrintStream out, UnaryOperator<List<String>> sealpost)
      throws IOException, SettingsException, InterruptedException {
    Settings settings = configuration.load();
    settings.warnings().forEach(it -> LOG.warn(it.english()));
    ConfiguredAccounts.check(settings);
    StateFolder.make(settings.stateDir());
    Generation.Basis basis = Generation.Basis.of(settings);
    Listen listen = settings.listen();
    StartCheck.addresses(listen);
    Clock clock = Clock.systemUTC();
    SpoolFactory spools = new SpoolFactory(settings.spoolDir(), settings.spoolMemory());
    TlsServer tls = TlsServer.localhost(settings.tlsDir());

    try (Termination termination = new Termination(GRACE.plus(LAST_WORDS).plusSeconds(7));
        ServiceManager manager = ServiceManager.of(System.getenv());
        Metrics metrics = new Metrics();
        Events events = new Events();
        Store store = Store.open(settings.storeFile());
        CardAgent card =
            new MeteredCard(
                new CardAgentClient(settings.agentSocket(), "proxy", CARD_DEADLINE),
                metrics.registry());
        Generations<Generation> generations = new Generations<>();
        VerdictHistory history = new VerdictHistory(store);
        Journal journal =
            new Journal(store, settings.presenceFile(), settings.sending().remember(), clock);
        SentMails sentMails = new SentMails(store, settings.sending().history(), clock);
        HarvestQueue harvests = new HarvestQueue();
        Network network = new Network(GRACE, LAST_WORDS);
        Listeners listeners = new Listeners()) {
      MeterRegistry meters = metrics.registry();
      Announcements announcements = new Announcements(events);
      announcements.of(card);
      Lasting lasting =
          new Lasting(
              store,
              card,
              new CardAuthorities(card, clock),
              metrics,
              events,
              announcements,
              history,
              harvests,
              spools,
              clock);
      generations.first(Generation.of(basis, lasting));
      UpstreamWatch sending = new UpstreamWatch("smtp", meters, clock);
      UpstreamWatch fetching = new UpstreamWatch("pop3", meters, clock);
      MailServers servers = new MailServers(settings, network, generations, spools, tls, meters);
      if (listen.smtp().isPresent()) {
        SmtpServer smtp =
            servers.smtp(
                listen.smtp().get(),
                journal,
                announcements.afterRecording(sentMails::keep),
                sending);
        listeners.add("smtp", smtp.address(), smtp::close);
      }
      if (listen.pop3().isPresent()) {
        Pop3Server pop3 = servers.pop3(listen.pop3().get(), announcements::keptBack, fetching);
        listeners.add("pop3", pop3.address(), pop3::close);
      }
      StateMeters state = new StateMeters(meters, clock);
      state.of(() -> generations.current().judging().lists(), settings.listFolder());
      state.ofBook(() -> generations.current().book());
      state.of(spools);
      state.ofStore(settings.storeFile());
      Health health =
          new Health(
              listeners::protocols,
              store,
              card,
              () -> generations.current().judging().lists(),
              List.of(sending, fetching),
              clock);
      health.bindTo(meters);
      Pages pages =
          new Pages(
              lasting,
              generations,
              listeners.byProtocol(),
              sentMails,
              Watching.with(metrics, health, List.of(sending, fetching)),
              sealpost);
      Reloading reloading =
          new Reloading(configuration, lasting, generations, manager, pages::prepare);
      if (listen.console().isPresent()) {
        Console console = pages.open(listen.console().get(), reloading::last);
        listeners.add("console", console.address(), console::close);
      }
      ControlServer control =
          ControlServer.start(settings.controlSocket(), new RunningProxy(pages, reloading));
      listeners.alsoClose(control::close);
      Reloading.warnOfSecrets(settings);
      generations.current().begin();
      Hangup.of(termination, reloading::run);
      out.println(WORDS.text("ready", listeners));
      manager.ready(WORDS.phrase("ready", listeners.toString()).in(settings.language()));
      IdleHeap.ofThisProcess();
      termination.await();
      LOG.info("stopping");
      manager.stopping(WORDS.phrase("stopping").in(generations.current().settings().language()));
    }
  }
}
