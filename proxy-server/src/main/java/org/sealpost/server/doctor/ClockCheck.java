package org.sealpost.server.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.sealpost.failure.Phrase;
import org.sealpost.keys.HeldKey;
import org.sealpost.server.doctor.Finding.Check;
import org.sealpost.server.doctor.Finding.State;
import org.sealpost.server.doctor.ServerChecks.ClockEvidence;

/**
 * Whether this computer's clock can be right. Mail servers do not tell the time, so it is held
 * against what must lie in the past, the release of this version and the beginning of the cards'
 * certificates, and against the validity of the servers' certificates.
 */
final class ClockCheck {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm z", Locale.ENGLISH);

  private ClockCheck() {}

  static Finding of(Instant now, List<HeldKey> keys, Collection<ClockEvidence> servers) {
    Optional<Instant> newest =
        Stream.concat(
                released().stream(),
                keys.stream().map(key -> key.certificate().getNotBefore().toInstant()))
            .max(Comparator.naturalOrder());
    String clock = shown(now);
    if (newest.isPresent() && now.isBefore(newest.get())) {
      return wrong(State.FAILED, Doctor.WORDS.phrase("clock.before", clock, shown(newest.get())));
    }
    if (servers.contains(ClockEvidence.BEHIND)) {
      return wrong(State.FAILED, Doctor.WORDS.phrase("clock.behind", clock));
    }
    if (servers.contains(ClockEvidence.AHEAD)) {
      return wrong(State.WARNING, Doctor.WORDS.phrase("clock.ahead", clock));
    }
    return Finding.ok(
        Check.CLOCK,
        "",
        Doctor.WORDS.phrase(
            servers.contains(ClockEvidence.AGREES) ? "clock.ok" : "clock.ok-alone", clock));
  }

  private static Finding wrong(State state, Phrase detail) {
    return new Finding(Check.CLOCK, "", state, detail, Doctor.WORDS.phrase("clock.mend"));
  }

  private static String shown(Instant instant) {
    return TIME.format(instant.atZone(ZoneId.systemDefault()));
  }

  /** When this version was made; empty where the build does not tell. */
  private static Optional<Instant> released() {
    Properties properties = new Properties();
    try (InputStream in = ClockCheck.class.getResourceAsStream("version.properties")) {
      properties.load(in);
      return Optional.of(Instant.parse(properties.getProperty("released")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
