package org.sealpost.server.pop3;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * A command of the client (RFC 1939 §3).
 *
 * @param verb in upper case
 * @param argument all that stands behind the verb and one blank, as it came; may be empty
 */
record Command(String verb, String argument) {
  private static final Pattern BLANKS = Pattern.compile(" +");

  static Command parse(String line) {
    int blank = line.indexOf(' ');
    return blank < 0
        ? new Command(line.toUpperCase(Locale.ROOT), "")
        : new Command(line.substring(0, blank).toUpperCase(Locale.ROOT), line.substring(blank + 1));
  }

  /** The verb alone: the argument may be a password. */
  @Override
  public String toString() {
    return verb;
  }

  /** The arguments, which blanks separate. */
  List<String> arguments() {
    String trimmed = argument.trim();
    return trimmed.isEmpty() ? List.of() : List.of(BLANKS.split(trimmed));
  }

  /** The argument as a number of at most nine digits, or empty if it is none. */
  static OptionalInt number(String argument) {
    if (argument.isEmpty() || argument.length() > 9) {
      return OptionalInt.empty();
    }
    for (int i = 0; i < argument.length(); i++) {
      if (argument.charAt(i) < '0' || argument.charAt(i) > '9') {
        return OptionalInt.empty();
      }
    }
    return OptionalInt.of(Integer.parseInt(argument));
  }

  /** The argument as the number of a mail: from 1. */
  static OptionalInt mailNumber(String argument) {
    OptionalInt number = number(argument);
    return number.isPresent() && number.getAsInt() > 0 ? number : OptionalInt.empty();
  }
}
