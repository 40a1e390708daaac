package org.sealpost.server.smtp;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** What is counted about submissions. Thread-safe. */
final class SmtpMetrics {
  private final Counter connections;
  private final AtomicInteger open = new AtomicInteger();
  private final Timer accepted;
  private final Timer temporary;
  private final Timer permanent;
  private final Timer preparing;
  private final Timer delivering;
  private final MeterRegistry meters;

  SmtpMetrics(MeterRegistry meters) {
    this.meters = meters;
    connections =
        Counter.builder("sealpost.smtp.connections")
            .description("Connections of mail clients that send")
            .register(meters);
    Gauge.builder("sealpost.smtp.connections.active", open, AtomicInteger::get)
        .description("Connections of mail clients that send, now")
        .register(meters);
    accepted = mails("accepted");
    temporary = mails("temporary-failure");
    permanent = mails("permanent-failure");
    preparing = stage("prepare");
    delivering = stage("deliver");
  }

  private Timer mails(String outcome) {
    return Timer.builder("sealpost.smtp.mails")
        .description("Mails by what the client was told, from the end of DATA to the reply")
        .tag("outcome", outcome)
        .register(meters);
  }

  private Timer stage(String stage) {
    return Timer.builder("sealpost.smtp.stages")
        .description(
            "What a mail's time went to: prepare (certificates, plan, card and PIN), deliver"
                + " (signing, encrypting and the real server)")
        .tag("stage", stage)
        .register(meters);
  }

  /** Counts a connection while its session runs. */
  void during(Runnable session) {
    connections.increment();
    open.incrementAndGet();
    try {
      session.run();
    } finally {
      open.decrementAndGet();
    }
  }

  void mail(SmtpReply reply, Duration taken) {
    Timer timer =
        reply.isPositive() ? accepted : reply.isPermanentFailure() ? permanent : temporary;
    timer.record(taken);
  }

  void prepared(Duration taken) {
    preparing.record(taken);
  }

  void delivered(Duration taken) {
    delivering.record(taken);
  }
}
