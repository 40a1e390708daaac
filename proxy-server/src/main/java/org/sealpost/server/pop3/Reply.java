package org.sealpost.server.pop3;

import java.util.Optional;

/**
 * A status line of the real server (RFC 1939 §3, RFC 5034 §4).
 *
 * @param line as it came, without its CRLF
 */
record Reply(Status status, String line) {
  /** How a status line begins. */
  enum Status {
    OK("+OK"),
    ERR("-ERR"),
    CONTINUE("+");

    private final String indicator;

    Status(String indicator) {
      this.indicator = indicator;
    }
  }

  /** What the line says, if it is a status line. */
  static Optional<Reply> parse(String line) {
    for (Status status : Status.values()) {
      if (line.equals(status.indicator) || line.startsWith(status.indicator + " ")) {
        return Optional.of(new Reply(status, line));
      }
    }
    return Optional.empty();
  }

  boolean ok() {
    return status == Status.OK;
  }

  /** What stands behind the indicator; may be empty. */
  String text() {
    return line.length() <= status.indicator.length()
        ? ""
        : line.substring(status.indicator.length() + 1);
  }
}
