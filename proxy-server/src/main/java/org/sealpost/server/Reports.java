package org.sealpost.server;

import java.time.ZoneId;
import org.sealpost.inbound.MailReports;
import org.sealpost.report.Advice;
import org.sealpost.report.ReportPolicy;
import org.sealpost.report.TrustVersion;
import org.sealpost.trust.Sightings;

/** The reports that the settings ask for. */
public final class Reports {
  private Reports() {}

  /** Those that the proxy attaches to the mails it opens. It completes verdicts by itself. */
  public static MailReports attached(Settings settings, Judging judging, Sightings sightings) {
    ReportPolicy policy =
        switch (settings.marks().report()) {
          case NEVER -> ReportPolicy.NEVER;
          case ON_PROBLEM -> ReportPolicy.ON_PROBLEM;
          case ALWAYS -> ReportPolicy.ALWAYS;
        };
    return policy == ReportPolicy.NEVER
        ? MailReports.none()
        : of(policy, settings, judging, sightings, Advice.Missing.LOOKED_FOR);
  }

  /** Those on mails that are opened by hand: attached to none. */
  public static MailReports apart(Settings settings, Judging judging, Sightings sightings) {
    return of(ReportPolicy.NEVER, settings, judging, sightings, Advice.Missing.UNTIL_OPENED_AGAIN);
  }

  private static MailReports of(
      ReportPolicy policy,
      Settings settings,
      Judging judging,
      Sightings sightings,
      Advice.Missing missing) {
    return MailReports.of(
        policy,
        settings.language(),
        ZoneId.systemDefault(),
        sightings,
        () -> TrustVersion.of(judging.basis()),
        missing);
  }
}
