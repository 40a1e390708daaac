package org.sealpost.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealpost.inbound.OpenedMail;
import org.sealpost.mime.Content;
import org.sealpost.report.ReportPage;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of {@code sealpost open} that say where signature reports are written. */
final class ReportFiles {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--report", paramLabel = "FILE")
  private Optional<Path> file = Optional.empty();

  @Option(names = "--reports")
  private boolean besideMails;

  /** Whether any is to be written. */
  boolean wanted() {
    return file.isPresent() || besideMails;
  }

  /** Refuses what cannot be done before anything is. */
  void check(List<Path> mails, Optional<Path> folder) {
    if (file.isPresent() && mails.size() > 1) {
      throw new UsageError(spec, "open.one-report");
    }
    if (besideMails && folder.isEmpty()) {
      throw new UsageError(spec, "open.reports-out");
    }
  }

  /**
   * Writes the report of a mail; where to, if there is one: of a mail that is neither signed nor
   * encrypted there is none.
   *
   * @param locale the language of the page
   */
  Optional<Path> write(OpenedMail mail, Locale locale, Path source, Optional<OpenedFolder> folder)
      throws IOException, CommandFailed {
    if (!wanted() || mail.report().isEmpty()) {
      return Optional.empty();
    }
    ReportPage page = new ReportPage(locale, ZoneId.systemDefault());
    byte[] html = page.of(mail.report().get()).getBytes(UTF_8);
    if (file.isPresent()) {
      NewFile.write(file.get(), html);
      return file;
    }
    return Optional.of(folder.orElseThrow().write(source, Content.of(html), ".html"));
  }
}
