package org.sealpost.server.pop3;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.sealpost.inbound.OpenedMail;

/** What is counted about fetching mail. Thread-safe. */
final class Pop3Metrics {
  private final MeterProvider<Counter> sessions;
  private final AtomicInteger open = new AtomicInteger();
  private final MeterProvider<Counter> mails;
  private final Counter octets;
  private final Timer opening;
  private final MeterProvider<Counter> verdicts;

  Pop3Metrics(MeterRegistry meters) {
    sessions =
        Counter.builder("sealpost.pop3.sessions")
            .description("Sessions of mail clients that fetch, by how they ended")
            .withRegistry(meters);
    Gauge.builder("sealpost.pop3.sessions.active", open, AtomicInteger::get)
        .description("Sessions of mail clients that fetch, now")
        .register(meters);
    mails =
        Counter.builder("sealpost.pop3.mails")
            .description(
                "Mails or parts of them that were asked for: passed as the server has them, opened,"
                    + " or refused")
            .withRegistry(meters);
    octets =
        Counter.builder("sealpost.pop3.sent")
            .description("What mail clients got of mails")
            .baseUnit("bytes")
            .register(meters);
    opening =
        Timer.builder("sealpost.pop3.open")
            .description("Opening a mail: decrypting, verifying, judging, card and PIN included")
            .register(meters);
    verdicts =
        Counter.builder("sealpost.pop3.opened")
            .description("Mails that were opened, by verdict and by how they were encrypted")
            .withRegistry(meters);
  }

  /** Counts a session while it runs. */
  void during(Runnable session) {
    open.incrementAndGet();
    try {
      session.run();
    } finally {
      open.decrementAndGet();
    }
  }

  void ended(Ending ending) {
    sessions.withTag("ending", ending.token()).increment();
  }

  void mail(String outcome) {
    mails.withTag("outcome", outcome).increment();
  }

  void sent(long size) {
    octets.increment((double) size);
  }

  void openedWithin(Duration time) {
    opening.record(time);
  }

  void found(OpenedMail mail) {
    verdicts
        .withTags("verdict", mail.verdict().token(), "encryption", encryption(mail))
        .increment();
  }

  /** As in the log: none, decrypted, failed. */
  static String encryption(OpenedMail mail) {
    return mail.encryption().getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
