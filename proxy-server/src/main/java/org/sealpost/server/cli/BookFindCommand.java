package org.sealpost.server.cli;

import com.google.gson.JsonObject;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.sealpost.book.CertificateBook;
import org.sealpost.card.api.CardAgent;
import org.sealpost.directory.Answer;
import org.sealpost.directory.Candidates.Choice;
import org.sealpost.directory.Directories;
import org.sealpost.directory.Directories.Report;
import org.sealpost.failure.Phrase;
import org.sealpost.keys.CardAuthorities;
import org.sealpost.server.ConfiguredDirectories;
import org.sealpost.server.Judging;
import org.sealpost.server.Settings;
import org.sealpost.server.StateFolder;
import org.sealpost.store.Store;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.MailAddress;
import org.sealpost.trust.PlainText;
import org.sealpost.trust.crl.CrlProgress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sealpost book find}: what directories say of an address now. */
@Command(name = "find")
final class BookFindCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  @Spec private CommandSpec spec;

  @Option(names = "--json", descriptionKey = "json-array")
  private boolean json;

  @Parameters(paramLabel = "ADDRESS", descriptionKey = "found-address")
  private String address = "";

  BookFindCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    String wanted =
        MailAddress.normalise(address)
            .orElseThrow(() -> new UsageError(spec, "not-an-address", PlainText.of(address)));
    Settings settings = configuration.settings();
    List<Report> reports = ask(settings);
    if (reports.isEmpty()) {
      throw new CommandFailed("find.no-directory", PlainText.of(wanted));
    }
    if (json) {
      Json.printArray(screen.out(), reports.stream().map(BookFindCommand::asJson).toList());
    } else {
      reports.forEach(report -> print(report, wanted));
    }
    boolean usable =
        reports.stream()
            .anyMatch(it -> it.choice().filter(Choice.Usable.class::isInstance).isPresent());
    return usable ? 0 : 1;
  }

  private List<Report> ask(Settings settings) throws Exception {
    Clock clock = Clock.systemUTC();
    StateFolder.make(settings.stateDir());
    try (CardAgent agent = Agent.connect(settings);
        Store store = Store.open(settings.storeFile());
        Judging judging =
            Judging.open(
                settings,
                store,
                List.of(),
                new CardAuthorities(agent, clock),
                CrlProgress.none(),
                clock)) {
      CertificateTrust trust = new CertificateTrust(judging.basis());
      CertificateBook book = new CertificateBook(store, trust);
      try (Directories directories =
          ConfiguredDirectories.behind(book, settings, trust, store, clock)) {
        return directories.find(address, Instant.now());
      }
    }
  }

  private void print(Report report, String wanted) {
    String name = report.directory();
    if (report.answer() instanceof Answer.Failed(Phrase reason)) {
      screen.say("find.failed", name, reason);
    }
    switch (report.choice().orElseGet(Choice.None::new)) {
      case Choice.Usable(X509Certificate certificate) -> {
        screen.say("find.usable", name, CertificateNames.displayName(certificate), wanted);
        CertificateText.print(screen, certificate);
      }
      case Choice.Unusable(_, Phrase reason) -> screen.say("find.unusable", name, reason);
      case Choice.None() when report.choice().isPresent() -> screen.say("find.none", name, wanted);
      case Choice.None() -> {}
    }
  }

  private static JsonObject asJson(Report report) {
    if (report.answer() instanceof Answer.Failed(Phrase reason)) {
      return object(report, "failed", reason.english());
    }
    return switch (report.choice().orElseGet(Choice.None::new)) {
      case Choice.Usable(X509Certificate certificate) -> {
        JsonObject object = CertificateText.json("usable", certificate);
        object.addProperty("directory", report.directory());
        yield object;
      }
      case Choice.Unusable(_, Phrase reason) -> object(report, "unusable", reason.english());
      case Choice.None() -> object(report, "none", "");
    };
  }

  private static JsonObject object(Report report, String kind, String reason) {
    JsonObject object = new JsonObject();
    object.addProperty("kind", kind);
    object.addProperty("directory", report.directory());
    if (!reason.isEmpty()) {
      object.addProperty("reason", reason);
    }
    return object;
  }
}
