package org.sealpost.server.pop3;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a real server answered to CAPA (RFC 2449 §5). Immutable.
 *
 * @param known whether it answered at all
 */
record Capabilities(boolean known, List<String> lines) {
  static final Capabilities UNKNOWN = new Capabilities(false, List.of());

  Capabilities {
    lines = List.copyOf(lines);
  }

  /** The line with this capability, arguments included. */
  Optional<String> line(String capability) {
    return lines.stream().filter(line -> name(line).equals(capability)).findFirst();
  }

  boolean has(String capability) {
    return line(capability).isPresent();
  }

  /** Whether it is there, or would not be told of. */
  boolean mayHave(String capability) {
    return !known || has(capability);
  }

  /** The capability's arguments in upper case. */
  Set<String> arguments(String capability) {
    return line(capability).stream()
        .flatMap(line -> Arrays.stream(line.trim().split(" +", -1)).skip(1))
        .map(argument -> argument.toUpperCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String name(String line) {
    return line.trim().split(" +", 2)[0].toUpperCase(Locale.ROOT);
  }
}
