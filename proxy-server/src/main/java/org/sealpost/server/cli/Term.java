package org.sealpost.server.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealpost.policy.Permission;
import picocli.CommandLine.ITypeConverter;

/** How long a permission counts, as the user writes it: {@code 10m}, {@code 2 hours}. */
final class Term implements ITypeConverter<Duration> {
  private static final Pattern WRITTEN =
      Pattern.compile("([1-9][0-9]{0,4})\\s*(m|h|min|minute|hour)s?", Pattern.CASE_INSENSITIVE);

  @Override
  public Duration convert(String written) {
    Matcher term = WRITTEN.matcher(written.strip());
    if (term.matches()) {
      int count = Integer.parseInt(term.group(1));
      boolean hours = term.group(2).toLowerCase(Locale.ROOT).startsWith("h");
      Duration duration = hours ? Duration.ofHours(count) : Duration.ofMinutes(count);
      if (duration.compareTo(Permission.LONGEST) <= 0) {
        return duration;
      }
    }
    throw new Misread("not-a-term", written, Permission.LONGEST.toHours());
  }
}
