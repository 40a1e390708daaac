package org.sealpost.server.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The last day on which something is to count, by the user's calendar. */
record LastDay(LocalDate day) {
  private static final Pattern PERIOD =
      Pattern.compile("([1-9][0-9]{0,4})\\s*(day|week|month|year)s?", Pattern.CASE_INSENSITIVE);

  /** As the user writes it: a date, or a period from today on. */
  static LastDay of(String written) {
    LocalDate today = LocalDate.now(ZoneId.systemDefault());
    LastDay last = read(written, today).orElseThrow(() -> new Misread("not-a-last-day", written));
    if (last.day.isBefore(today)) {
      throw new Misread("day-is-past", written);
    }
    return last;
  }

  /** As {@link #of}; empty if it is neither. */
  static Optional<LastDay> read(String written, LocalDate today) {
    try {
      Matcher period = PERIOD.matcher(written.strip());
      LocalDate day =
          period.matches() ? today.plus(period(period)) : LocalDate.parse(written.strip());
      return Optional.of(new LastDay(day));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Period period(Matcher period) {
    int count = Integer.parseInt(period.group(1));
    return switch (period.group(2).toLowerCase(Locale.ROOT)) {
      case "day" -> Period.ofDays(count);
      case "week" -> Period.ofWeeks(count);
      case "month" -> Period.ofMonths(count);
      default -> Period.ofYears(count);
    };
  }

  /** The day's last second, so that it is told as of this day. */
  Instant end(ZoneId zone) {
    return day.plusDays(1).atStartOfDay(zone).toInstant().minusSeconds(1);
  }
}
