package org.sealpost.server.smtp;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What is counted about submissions. Thread-safe. */
final class SmtpMetrics {
  private final Counter connections;
  private final Timer accepted;
  private final Timer temporary;
  private final Timer permanent;

  SmtpMetrics(MeterRegistry meters) {
    connections =
        Counter.builder("sealpost.smtp.connections")
            .description("Connections of mail clients")
            .register(meters);
    accepted = mails(meters, "accepted");
    temporary = mails(meters, "temporary-failure");
    permanent = mails(meters, "permanent-failure");
  }

  private static Timer mails(MeterRegistry meters, String outcome) {
    return Timer.builder("sealpost.smtp.mails")
        .description("Mails by what the client was told, from DATA to the reply")
        .tag("outcome", outcome)
        .register(meters);
  }

  void connection() {
    connections.increment();
  }

  void mail(SmtpReply reply, Duration taken) {
    Timer timer =
        reply.isPositive() ? accepted : reply.isPermanentFailure() ? permanent : temporary;
    timer.record(taken);
  }
}
