package org.sealpost.server.metrics;

import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.sealpost.trust.revocation.RevocationSource;
import org.sealpost.trust.revocation.RevocationStatus;
import org.sealpost.trust.revocation.RevocationStatus.Cause;

/** A source whose answers are timed and counted by what they say. Thread-safe. */
public final class MeteredRevocation implements RevocationSource {
  private final RevocationSource source;
  private final String name;
  private final MeterProvider<Timer> lookups;

  /**
   * The same source, measured.
   *
   * @param name crl or ocsp
   */
  public MeteredRevocation(RevocationSource source, String name, MeterRegistry meters) {
    this.source = source;
    this.name = name;
    this.lookups =
        Timer.builder("sealpost.revocation.lookups")
            .description("Questions whether a certificate is revoked, by whom was asked and result")
            .withRegistry(meters);
  }

  @Override
  public RevocationStatus status(
      X509Certificate certificate, X509Certificate issuer, Duration patience) {
    long start = System.nanoTime();
    String result = "fault";
    try {
      RevocationStatus status = source.status(certificate, issuer, patience);
      result = result(status);
      return status;
    } finally {
      lookups
          .withTags("source", name, "result", result)
          .record(Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private static String result(RevocationStatus status) {
    return switch (status) {
      case RevocationStatus.Good _ -> "good";
      case RevocationStatus.Revoked _ -> "revoked";
      case RevocationStatus.Unknown(Cause cause) ->
          switch (cause) {
            case Cause.NoSource _ -> "no-source";
            case Cause.NotReached _ -> "not-reached";
            case Cause.NotYet _ -> "not-yet";
            case Cause.Outdated _ -> "outdated";
            case Cause.NotReliable _ -> "not-reliable";
            case Cause.ExpiredBefore _ -> "expired-before";
            case Cause.SwitchedOff _ -> "switched-off";
          };
    };
  }
}
