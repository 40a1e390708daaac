package org.sealpost.server.pop3;

import java.time.Duration;
import org.sealpost.inbound.OpenedMail;
import org.slf4j.spi.LoggingEventBuilder;

/** Counts what one session does, for the log and for the meters. For one thread. */
final class Tally {
  private final Pop3Metrics metrics;
  private final long start = System.nanoTime();
  private long passed;
  private long opened;
  private long refused;
  private long octets;

  Tally(Pop3Metrics metrics) {
    this.metrics = metrics;
  }

  /** A mail or a part of one went to the client as the server has it. */
  void passed(long size) {
    passed++;
    octets += size;
    metrics.mail("passed");
    metrics.sent(size);
  }

  /** A mail or a part of one went to the client opened. */
  void opened(long size) {
    opened++;
    octets += size;
    metrics.mail("opened");
    metrics.sent(size);
  }

  /** A mail could not be given to the client. */
  void refused() {
    refused++;
    metrics.mail("refused");
  }

  /** How long it took to open one, or to fail at it. */
  void openedWithin(Duration time) {
    metrics.openedWithin(time);
  }

  /** What an opened mail turned out to be. */
  void found(OpenedMail mail) {
    metrics.found(mail);
  }

  /** Logs the session, of which this is the end. */
  void tell(LoggingEventBuilder line) {
    line.addKeyValue("passed", passed)
        .addKeyValue("opened", opened)
        .addKeyValue("refused", refused)
        .addKeyValue("size", octets)
        .addKeyValue("ms", Duration.ofNanos(System.nanoTime() - start).toMillis())
        .log("pop3-session");
  }

  void ended(Ending ending) {
    metrics.ended(ending);
  }
}
