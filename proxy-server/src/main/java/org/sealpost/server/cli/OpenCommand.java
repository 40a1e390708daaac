package org.sealpost.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sealpost.card.api.CardAgent;
import org.sealpost.failure.Failure;
import org.sealpost.inbound.InboundFlow;
import org.sealpost.inbound.Marking;
import org.sealpost.inbound.OpenedMail;
import org.sealpost.inbound.SignerHarvest;
import org.sealpost.inbound.VerdictKeeper;
import org.sealpost.keys.CardAuthorities;
import org.sealpost.mime.Spool;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.server.Judging;
import org.sealpost.server.Reports;
import org.sealpost.server.Settings;
import org.sealpost.server.StateFolder;
import org.sealpost.server.saved.SavedMail;
import org.sealpost.store.Store;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.Sightings;
import org.sealpost.trust.crl.CrlProgress;
import org.sealpost.verdicts.VerdictHistory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code sealpost open}: opens saved mails and says what was found. Nothing goes into the
 * certificate book. The agent is asked only where something is to be decrypted.
 */
@Command(name = "open")
final class OpenCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  @Option(names = "--at", paramLabel = "TIME")
  private Optional<Instant> at = Optional.empty();

  @Option(names = "--anchor", paramLabel = "FILE")
  private List<Path> anchors = new ArrayList<>();

  @Option(names = "--json")
  private boolean json;

  @Option(names = "--out", paramLabel = "DIR")
  private Optional<Path> out = Optional.empty();

  @Mixin private ReportFiles reports;

  @Parameters(paramLabel = "FILE", arity = "1..*", descriptionKey = "mail-files")
  private List<Path> files = new ArrayList<>();

  OpenCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    reports.check(files, out);
    Settings settings = configuration.settings();
    SpoolFactory spools = new SpoolFactory(settings.spoolDir(), settings.spoolMemory());
    Report report = json ? new JsonReport(screen.out()) : new TextReport(screen);
    Optional<OpenedFolder> folder = Optional.empty();
    if (out.isPresent()) {
      folder = Optional.of(new OpenedFolder(out.get()));
    }
    boolean all = true;
    StateFolder.make(settings.stateDir());
    try (CardAgent agent = Agent.connect(settings);
        Store store = Store.open(settings.storeFile());
        Judging judging =
            Judging.open(
                settings,
                store,
                anchors,
                new CardAuthorities(agent, InstantSource.system()),
                CrlProgress.none(),
                InstantSource.system());
        VerdictHistory history = new VerdictHistory(store)) {
      Sightings sightings = at.isPresent() ? Sightings.none() : history;
      CertificateTrust trust = new CertificateTrust(judging.basis().withSightings(sightings));
      InboundFlow flow =
          new InboundFlow(
              agent,
              trust,
              SignerHarvest.none(),
              VerdictKeeper.none(),
              spools,
              Clock.systemUTC(),
              settings.cardAgent().pinWait(),
              settings.allowRc2(),
              Marking.byFieldsOnly(),
              Reports.apart(settings, judging, sightings));
      Progress progress = new Progress(screen, screen.text("progress.opening"));
      for (int i = 0; i < files.size(); i++) {
        Path file = files.get(i);
        progress.done(i, files.size());
        all &= open(file, flow, spools, folder, cleared(report, progress));
      }
    }
    return all ? 0 : 1;
  }

  /** Returns whether the mail could be read. */
  private boolean open(
      Path file,
      InboundFlow flow,
      SpoolFactory spools,
      Optional<OpenedFolder> folder,
      Report report) {
    try (Spool mail = read(file, spools)) {
      try (OpenedMail opened = flow.open(Optional.empty(), mail, at.orElseGet(Instant::now))) {
        Optional<Path> written = Optional.empty();
        if (folder.isPresent()) {
          written = Optional.of(folder.get().write(file, opened.mail(), ".eml"));
        }
        Optional<Path> page = reports.write(opened, screen.language(), file, folder);
        report.opened(file, opened, new Written(written, page, reports.wanted()));
        return !(opened.encryption() instanceof OpenedMail.Encryption.Failed);
      } catch (Failure e) {
        report.notOpened(file, e.words().in(screen.language()));
      }
    } catch (IOException | CommandFailed e) {
      report.unreadable(file, Failures.words(e, screen.language()));
    }
    return false;
  }

  /**
   * What was written of a mail.
   *
   * @param mail where it lies opened
   * @param report where its report lies
   * @param reportWanted whether there would be one, of a mail that is signed or encrypted
   */
  record Written(Optional<Path> mail, Optional<Path> report, boolean reportWanted) {}

  /** Takes the progress away before a result is written where it stands. */
  private Report cleared(Report report, Progress progress) {
    progress.clear();
    return report;
  }

  private static Spool read(Path file, SpoolFactory spools) throws IOException, CommandFailed {
    try (InputStream in = Files.newInputStream(file)) {
      return SavedMail.read(in, spools);
    } catch (SavedMail.NotAMailException e) {
      throw new CommandFailed("not-a-mail", file);
    }
  }

  /** How the results are written. */
  interface Report {
    /** What was found. */
    void opened(Path file, OpenedMail opened, Written written);

    /** An encrypted mail that cannot be opened now. */
    void notOpened(Path file, String problem);

    /** Not a mail, or one that cannot be read. */
    void unreadable(Path file, String problem);
  }
}
