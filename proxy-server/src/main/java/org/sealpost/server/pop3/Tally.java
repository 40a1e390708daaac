package org.sealpost.server.pop3;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Counts what one session does, for the log and for the meters. For one thread. */
final class Tally {
  private final MeterRegistry meters;
  private final long start = System.nanoTime();
  private long passed;
  private long opened;
  private long refused;
  private long octets;

  Tally(MeterRegistry meters) {
    this.meters = meters;
  }

  /** A mail or a part of one went to the client as the server has it. */
  void passed(long size) {
    passed++;
    octets += size;
    count("passed", size);
  }

  /** A mail or a part of one went to the client opened. */
  void opened(long size) {
    opened++;
    octets += size;
    count("opened", size);
  }

  /** A mail could not be given to the client. */
  void refused() {
    refused++;
    meters.counter("sealpost.pop3.mails", "outcome", "refused").increment();
  }

  /** How long it took to open one. */
  void openedWithin(Duration time) {
    Timer.builder("sealpost.pop3.open").register(meters).record(time);
  }

  private void count(String outcome, long size) {
    meters.counter("sealpost.pop3.mails", "outcome", outcome).increment();
    meters.counter("sealpost.pop3.octets").increment((double) size);
  }

  void ended(Ending ending) {
    meters.counter("sealpost.pop3.sessions", "ending", ending.token()).increment();
  }

  @Override
  public String toString() {
    return passed
        + " mails passed on, "
        + opened
        + " opened, "
        + refused
        + " refused, "
        + octets
        + " octets, "
        + Duration.ofNanos(System.nanoTime() - start).toMillis()
        + " ms";
  }
}
