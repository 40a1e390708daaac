package org.sealpost.server.doctor;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.sealpost.failure.Phrase;
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
              Doctor.WORDS.phrase("revocation.off"),
              Doctor.WORDS.phrase("revocation.off.mend")));
    }
    List<CrlReport> lists;
    try {
      lists = CrlStore.keptIn(settings.listFolder());
    } catch (IOException e) {
      Phrase problem = Doctor.WORDS.phrase("revocation.unreadable", settings.listFolder());
      return List.of(Finding.of(Check.REVOCATION, "", State.FAILED, problem));
    }
    return lists.isEmpty()
        ? List.of(Finding.skipped(Check.REVOCATION, "", Doctor.WORDS.phrase("revocation.none")))
        : lists.stream()
            .flatMap(report -> report.list().stream().map(list -> finding(report, list, now)))
            .toList();
  }

  private static Finding finding(CrlReport report, CrlReport.Kept list, Instant now) {
    String source = PlainText.of(report.source().toString());
    Phrase facts =
        Doctor.WORDS.phrase(
            "revocation.list", list.entries(), time(list.thisUpdate()), time(list.nextUpdate()));
    return now.isAfter(list.nextUpdate())
        ? new Finding(
            Check.REVOCATION,
            source,
            State.WARNING,
            new Phrase.Sentences(List.of(facts, Doctor.WORDS.phrase("revocation.outdated"))),
            Doctor.WORDS.phrase("revocation.outdated.mend"))
        : Finding.ok(Check.REVOCATION, source, facts);
  }

  private static String time(Instant instant) {
    return TIME.format(LocalDateTime.ofInstant(instant, ZoneId.systemDefault()));
  }
}
