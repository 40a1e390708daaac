package org.sealpost.server.console;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sealpost.server.console.Overview.ListRow;
import org.sealpost.server.console.Overview.ListsView;
import org.sealpost.trust.PlainText;
import org.sealpost.trust.crl.CrlReport;
import org.sealpost.trust.crl.CrlStore;
import org.sealpost.verdicts.VerdictHistory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The revocation lists for the overview. Thread-safe. */
final class Lists {
  private static final Logger LOG = LoggerFactory.getLogger(Lists.class);

  private static final int MOST_SHOWN = 30;

  private final CrlStore lists;
  private final VerdictHistory history;
  private final boolean off;
  private final InstantSource clock;
  private final Runnable finished;
  private final AtomicBoolean fetching = new AtomicBoolean();

  /**
   * @param off whether nobody is asked about revocation
   * @param finished told when lists were fetched
   */
  Lists(
      CrlStore lists, VerdictHistory history, boolean off, InstantSource clock, Runnable finished) {
    this.lists = lists;
    this.history = history;
    this.off = off;
    this.clock = clock;
    this.finished = finished;
  }

  /**
   * Fetches all that are kept or could not be had, unless that is being done, and lets verdicts be
   * completed by them; returns at once.
   */
  void refresh() {
    if (fetching.compareAndSet(false, true)) {
      Thread.ofVirtual()
          .name("console-lists")
          .start(
              () -> {
                try {
                  lists.refreshAll();
                  var _ = history.lookAgain(clock.instant());
                } catch (RuntimeException e) {
                  LOG.warn("revocation lists were not fetched", e);
                } finally {
                  fetching.set(false);
                  finished.run();
                }
              });
    }
  }

  ListsView view(Locale language) {
    List<CrlReport> reports = lists.lists();
    return new ListsView(
        off,
        fetching.get(),
        reports.stream().limit(MOST_SHOWN).map(report -> row(report, language)).toList(),
        Math.max(0, reports.size() - MOST_SHOWN));
  }

  private ListRow row(CrlReport report, Locale language) {
    Optional<Instant> next = report.list().map(CrlReport.Kept::nextUpdate);
    String state =
        next.isEmpty()
            ? "missing"
            : clock.instant().isAfter(next.get())
                ? "outdated"
                : report.lastFailure().isPresent() ? "failing" : "fresh";
    return new ListRow(
        PlainText.of(report.list().map(CrlReport.Kept::issuer).orElse("")),
        PlainText.of(report.source().toString()),
        report.list().map(CrlReport.Kept::entries).orElse(0L),
        report.list().map(CrlReport.Kept::thisUpdate),
        next,
        state,
        state.equals("fresh") ? "check" : state.equals("failing") ? "warning" : "cross",
        state.equals("fresh") ? "good" : state.equals("failing") ? "doubtful" : "bad",
        report.lastFailure().map(phrase -> PlainText.of(phrase.in(language))).orElse(""));
  }
}
