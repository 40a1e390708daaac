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
import org.sealpost.inbound.OpenedMail;
import org.sealpost.inbound.SignerHarvest;
import org.sealpost.inbound.VerdictKeeper;
import org.sealpost.keys.CardAuthorities;
import org.sealpost.mime.Spool;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.server.Judging;
import org.sealpost.server.Settings;
import org.sealpost.server.StateFolder;
import org.sealpost.server.saved.SavedMail;
import org.sealpost.store.Store;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.PlainText;
import org.sealpost.trust.Sightings;
import org.sealpost.trust.crl.CrlProgress;
import org.sealpost.verdicts.VerdictHistory;
import picocli.CommandLine.Command;
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

  @Option(names = "--at", paramLabel = "INSTANT")
  private Optional<Instant> at = Optional.empty();

  @Option(names = "--anchor", paramLabel = "FILE")
  private List<Path> anchors = new ArrayList<>();

  @Option(names = "--json")
  private boolean json;

  @Option(names = "--out", paramLabel = "DIR")
  private Optional<Path> out = Optional.empty();

  @Parameters(paramLabel = "FILE", arity = "1..*", descriptionKey = "mail-files")
  private List<Path> files = new ArrayList<>();

  OpenCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
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
      CertificateTrust trust =
          new CertificateTrust(
              judging.basis().withSightings(at.isPresent() ? Sightings.none() : history));
      InboundFlow flow =
          new InboundFlow(
              agent,
              trust,
              SignerHarvest.none(),
              VerdictKeeper.none(),
              spools,
              Clock.systemUTC(),
              settings.cardAgent().pinWait(),
              settings.allowRc2());
      for (int i = 0; i < files.size(); i++) {
        Path file = files.get(i);
        screen.progress(
            files.size() == 1
                ? ""
                : Screen.WORDS.text(
                    "progress", i + 1, files.size(), PlainText.of(file.toString())));
        all &= open(file, flow, spools, folder, report);
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
          written = Optional.of(folder.get().write(file, opened.mail()));
        }
        screen.progress("");
        report.opened(file, opened, written);
        return !(opened.encryption() instanceof OpenedMail.Encryption.Failed);
      } catch (Failure e) {
        screen.progress("");
        report.notOpened(file, e.text());
      }
    } catch (IOException | CommandFailed e) {
      screen.progress("");
      report.unreadable(file, Failures.words(e));
    }
    return false;
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
    /** What was found; {@code written} is where the opened mail lies. */
    void opened(Path file, OpenedMail opened, Optional<Path> written);

    /** An encrypted mail that cannot be opened now. */
    void notOpened(Path file, String problem);

    /** Not a mail, or one that cannot be read. */
    void unreadable(Path file, String problem);
  }
}
