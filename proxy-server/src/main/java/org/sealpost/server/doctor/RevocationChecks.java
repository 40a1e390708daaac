package org.sealpost.server.doctor;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.sealpost.server.Settings;
import org.sealpost.server.doctor.Finding.Check;
import org.sealpost.server.doctor.Finding.State;
import org.sealpost.trust.PlainText;
import org.sealpost.trust.RevocationPolicy;
import org.sealpost.trust.crl.CrlReport;
import org.sealpost.trust.crl.CrlStore;

/** Whether the revocation lists that are kept are still the latest. */
final class RevocationChecks {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

  private RevocationChecks() {}

  static List<Finding> of(Settings settings, Instant now) {
    if (settings.trust().revocation() == RevocationPolicy.Mode.OFF) {
      return List.of(
          new Finding(
              Check.REVOCATION,
              "",
              State.WARNING,
              Doctor.WORDS.text("revocation.off"),
              Doctor.WORDS.text("revocation.off.mend")));
    }
    List<CrlReport> lists;
    try {
      lists = CrlStore.keptIn(settings.listFolder());
    } catch (IOException e) {
      String problem = Doctor.WORDS.text("revocation.unreadable", settings.listFolder());
      return List.of(Finding.of(Check.REVOCATION, "", State.FAILED, problem));
    }
    return lists.isEmpty()
        ? List.of(Finding.skipped(Check.REVOCATION, "", Doctor.WORDS.text("revocation.none")))
        : lists.stream()
            .flatMap(report -> report.list().stream().map(list -> finding(report, list, now)))
            .toList();
  }

  private static Finding finding(CrlReport report, CrlReport.Kept list, Instant now) {
    String source = PlainText.of(report.source().toString());
    String facts =
        Doctor.WORDS.text(
            "revocation.list", list.entries(), time(list.thisUpdate()), time(list.nextUpdate()));
    return now.isAfter(list.nextUpdate())
        ? new Finding(
            Check.REVOCATION,
            source,
            State.WARNING,
            facts + " " + Doctor.WORDS.text("revocation.outdated"),
            Doctor.WORDS.text("revocation.outdated.mend"))
        : Finding.ok(Check.REVOCATION, source, facts);
  }

  private static String time(Instant instant) {
    return TIME.format(LocalDateTime.ofInstant(instant, ZoneId.systemDefault()));
  }
}
