package org.sealpost.server.proxy;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sealpost.book.CertificateBook;
import org.sealpost.book.HarvestQueue;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardAgentClient;
import org.sealpost.directory.Directories;
import org.sealpost.failure.Words;
import org.sealpost.inbound.Inbound;
import org.sealpost.inbound.InboundFlow;
import org.sealpost.inbound.Marking;
import org.sealpost.introduction.Introductions;
import org.sealpost.journal.Journal;
import org.sealpost.journal.SentMails;
import org.sealpost.keys.CardAuthorities;
import org.sealpost.mark.SealWord;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.outbound.Outbound;
import org.sealpost.outbound.OutboundFlow;
import org.sealpost.permission.StoredPermissions;
import org.sealpost.server.ConfiguredAccounts;
import org.sealpost.server.ConfiguredDirectories;
import org.sealpost.server.ExposedSecrets;
import org.sealpost.server.Judging;
import org.sealpost.server.Reports;
import org.sealpost.server.Settings;
import org.sealpost.server.Settings.Listen;
import org.sealpost.server.SettingsException;
import org.sealpost.server.StartCheck;
import org.sealpost.server.StateFolder;
import org.sealpost.server.Termination;
import org.sealpost.server.account.MailAccounts;
import org.sealpost.server.console.Console;
import org.sealpost.server.console.ConsoleParts;
import org.sealpost.server.control.ControlServer;
import org.sealpost.server.events.Announcements;
import org.sealpost.server.events.Events;
import org.sealpost.server.metrics.Health;
import org.sealpost.server.metrics.MeteredCard;
import org.sealpost.server.metrics.Metrics;
import org.sealpost.server.metrics.StateMeters;
import org.sealpost.server.net.Network;
import org.sealpost.server.net.TlsServer;
import org.sealpost.server.notice.Notices;
import org.sealpost.server.pop3.Pop3Server;
import org.sealpost.server.seal.KeptSealWord;
import org.sealpost.server.session.UpstreamWatch;
import org.sealpost.server.smtp.SmtpServer;
import org.sealpost.store.Store;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.crl.CrlProgress;
import org.sealpost.unmark.MarkRemover;
import org.sealpost.verdicts.VerdictHistory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The proxy: all its parts, in the order in which they start. They end in reverse. */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  private static final Words WORDS = Words.beside(Main.class);

  /** What a call to the agent may take besides waiting for the PIN. */
  private static final Duration CARD_DEADLINE = Duration.ofSeconds(20);

  /** How long sessions get to end. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private Main() {}

  /**
   * Runs the proxy until SIGTERM or SIGINT.
   *
   * @param out gets one line when mail clients can connect
   * @param sealpost the command line of this program with such arguments
   * @throws IOException if a file or an address cannot be had; the message says which
   * @throws SettingsException if there is nothing to do for a proxy
   */
  public static void run(Settings settings, PrintStream out, UnaryOperator<List<String>> sealpost)
      throws IOException, SettingsException, InterruptedException {
    settings.warnings().forEach(LOG::warn);
    ExposedSecrets.in(settings.file()).warnings().forEach(it -> LOG.warn(it.english()));
    MailAccounts accounts = ConfiguredAccounts.of(settings);
    StateFolder.make(settings.stateDir());
    Listen listen = settings.listen();
    StartCheck.addresses(listen);
    Clock clock = Clock.systemUTC();
    Duration pinWait = settings.cardAgent().pinWait();
    SpoolFactory spools = new SpoolFactory(settings.spoolDir(), settings.spoolMemory());
    SealWord sealWord =
        KeptSealWord.of(settings.marks().sealWord(), settings.sealWordFile(), settings.language());
    TlsServer tls = TlsServer.localhost(settings.tlsDir());

    try (Termination termination = new Termination(GRACE.plusSeconds(5));
        Metrics metrics = new Metrics();
        Events events = new Events();
        Store store = Store.open(settings.storeFile());
        CardAgent card =
            new MeteredCard(
                new CardAgentClient(settings.agentSocket(), "proxy", CARD_DEADLINE),
                metrics.registry());
        Judging judging =
            Judging.open(
                settings,
                store,
                List.of(),
                new CardAuthorities(card, InstantSource.system()),
                CrlProgress.none(),
                clock,
                metrics.registry());
        VerdictHistory history = new VerdictHistory(store);
        Journal journal =
            new Journal(store, settings.presenceFile(), settings.sending().remember(), clock);
        SentMails sentMails = new SentMails(store, settings.sending().history(), clock);
        HarvestQueue harvests = new HarvestQueue();
        Network network = new Network(GRACE);
        Listeners listeners = new Listeners()) {
      MeterRegistry meters = metrics.registry();
      Announcements announcements = new Announcements(events);
      announcements.of(card);
      CertificateTrust trust = new CertificateTrust(judging.basis().withSightings(history));
      history.completeWith(trust, clock, announcements::judgedAgain);
      Introductions introductions = new Introductions(store);
      CertificateBook book =
          new CertificateBook(store, trust, announcements.afterHearing(introductions::answered));
      Directories directories = ConfiguredDirectories.behind(book, settings, trust, store, clock);
      listeners.alsoClose(directories::close);
      StoredPermissions permissions = new StoredPermissions(store);
      Outbound outbound =
          new OutboundFlow(
              card,
              directories,
              permissions,
              clock,
              pinWait,
              settings.algorithms(),
              new MarkRemover(Optional.of(sealWord), spools));
      Inbound inbound =
          new InboundFlow(
              card,
              trust,
              (signature, verdict, sender, messageId, now) ->
                  harvests.harvest(book, signature, verdict, sender, messageId, now),
              announcements.afterKeeping(history),
              spools,
              clock,
              pinWait,
              settings.allowRc2(),
              Marking.with(sealWord, settings.language(), settings.marks().subject()),
              Reports.attached(settings, judging, history));
      UpstreamWatch sending = new UpstreamWatch("smtp", meters, clock);
      UpstreamWatch fetching = new UpstreamWatch("pop3", meters, clock);
      MailServers servers = new MailServers(settings, network, accounts, spools, tls, meters);
      if (listen.smtp().isPresent()) {
        SmtpServer smtp =
            servers.smtp(
                listen.smtp().get(),
                outbound,
                journal,
                announcements.afterRecording(sentMails::keep),
                sending);
        listeners.add("smtp", smtp.address(), smtp::close);
      }
      if (listen.pop3().isPresent()) {
        Pop3Server pop3 =
            servers.pop3(listen.pop3().get(), inbound, announcements::keptBack, fetching);
        listeners.add("pop3", pop3.address(), pop3::close);
      }
      StateMeters state = new StateMeters(meters, clock);
      state.of(judging.lists(), settings.listFolder());
      state.of(book);
      state.of(spools);
      state.ofStore(settings.storeFile());
      Health health =
          new Health(
              listeners::protocols,
              store,
              card,
              judging.lists(),
              List.of(sending, fetching),
              clock);
      health.bindTo(meters);
      ConsoleParts parts =
          new ConsoleParts(
              settings,
              listeners.byProtocol(),
              store,
              card,
              judging,
              trust,
              book,
              permissions,
              sentMails,
              history,
              spools,
              events,
              Watching.with(metrics, health, List.of(sending, fetching)),
              sealpost,
              clock);
      Optional<Console> console = console(listen, parts);
      console.ifPresent(it -> listeners.add("console", it.address(), it::close));
      ControlServer control =
          ControlServer.start(settings.controlSocket(), () -> console.map(Console::newLink));
      listeners.alsoClose(control::close);
      Notices notices = ConfiguredNotices.start(settings, events, card, System.getenv(), clock);
      listeners.alsoClose(notices::close);
      judging.lists().keepFresh();
      out.println(WORDS.text("ready", listeners));
      termination.await();
      LOG.info("stopping");
    }
  }

  private static Optional<Console> console(Listen listen, ConsoleParts parts) throws IOException {
    return listen.console().isPresent()
        ? Optional.of(Console.start(listen.console().get(), parts))
        : Optional.empty();
  }
}
