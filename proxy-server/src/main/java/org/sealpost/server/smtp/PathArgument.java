package org.sealpost.server.smtp;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/**
 * The argument of MAIL or RCPT (RFC 5321 §4.1.2).
 *
 * @param address what stands between the angle brackets, without a source route; may be empty
 * @param parameters keyword in upper case to value, the value empty where there is none
 */
record PathArgument(String address, SequencedMap<String, String> parameters) {
  private static final Pattern SPACES = Pattern.compile(" +");
  private static final String KEYWORD = "[A-Za-z0-9][A-Za-z0-9-]*";

  /** Printable, without "=" and space. UTF-8 is for SMTPUTF8 (RFC 6531 §3.3). */
  private static final String VALUE = "[^=\\s\\p{Cntrl}]+";

  /**
   * Reads an argument.
   *
   * @param prefix {@code FROM:} or {@code TO:}; blanks behind it are let pass, as many servers do
   * @return empty if it is not well-formed
   */
  static Optional<PathArgument> parse(String prefix, String argument) {
    if (!argument.regionMatches(true, 0, prefix, 0, prefix.length())) {
      return Optional.empty();
    }
    String rest = argument.substring(prefix.length()).stripLeading();
    int end = rest.startsWith("<") ? closingBracket(rest) : -1;
    if (end < 0) {
      return Optional.empty();
    }
    Optional<String> address =
        withoutRoute(rest.substring(1, end)).filter(PathArgument::isWellFormed);
    String behind = rest.substring(end + 1);
    if (address.isEmpty() || !(behind.isEmpty() || behind.startsWith(" "))) {
      return Optional.empty();
    }
    return parameters(behind.strip()).map(found -> new PathArgument(address.get(), found));
  }

  /** A quoted local part may hold brackets and escapes. */
  private static int closingBracket(String text) {
    boolean quoted = false;
    for (int i = 1; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '"' -> quoted = !quoted;
        case '\\' -> i += quoted ? 1 : 0;
        case '>' -> {
          if (!quoted) {
            return i;
          }
        }
        default -> {
          // Part of the address.
        }
      }
    }
    return -1;
  }

  /** A source route must be accepted and is ignored (RFC 5321 §4.1.1.3, appendix C). */
  private static Optional<String> withoutRoute(String path) {
    if (!path.startsWith("@")) {
      return Optional.of(path);
    }
    int colon = path.indexOf(':');
    return colon < 0 ? Optional.empty() : Optional.of(path.substring(colon + 1));
  }

  private static boolean isWellFormed(String address) {
    boolean quoted = false;
    for (int i = 0; i < address.length(); i++) {
      char c = address.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (quoted && c == '\\') {
        i++;
      } else if (!quoted && (c == ' ' || c == '<' || c == '>')) {
        return false;
      }
    }
    return !quoted && !address.startsWith("@") && !address.endsWith("@");
  }

  private static Optional<SequencedMap<String, String>> parameters(String text) {
    SequencedMap<String, String> found = new LinkedHashMap<>();
    if (text.isEmpty()) {
      return Optional.of(found);
    }
    for (String parameter : SPACES.split(text, -1)) {
      int equals = parameter.indexOf('=');
      String keyword = equals < 0 ? parameter : parameter.substring(0, equals);
      String value = equals < 0 ? "" : parameter.substring(equals + 1);
      boolean valid = keyword.matches(KEYWORD) && (equals < 0 || value.matches(VALUE));
      if (!valid || found.putIfAbsent(keyword.toUpperCase(Locale.ROOT), value) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(found);
  }

  /** The command for the real server. */
  String command(String verbAndPrefix) {
    StringBuilder command =
        new StringBuilder(verbAndPrefix).append('<').append(address).append('>');
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      command.append(' ').append(parameter.getKey());
      if (!parameter.getValue().isEmpty()) {
        command.append('=').append(parameter.getValue());
      }
    }
    return command.toString();
  }

  /** Whether a command with it needs SMTPUTF8. */
  boolean needsUtf8() {
    return address.chars().anyMatch(c -> c > 126)
        || parameters.values().stream().anyMatch(value -> value.chars().anyMatch(c -> c > 126));
  }

  PathArgument without(String keyword) {
    SequencedMap<String, String> fewer = new LinkedHashMap<>(parameters);
    fewer.remove(keyword);
    return new PathArgument(address, fewer);
  }

  PathArgument with(String keyword, String value) {
    SequencedMap<String, String> more = new LinkedHashMap<>(parameters);
    more.put(keyword, value);
    return new PathArgument(address, more);
  }
}
