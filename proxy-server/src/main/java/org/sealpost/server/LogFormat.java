package org.sealpost.server;

import java.util.Locale;
import java.util.Optional;

/** How a line of the log is written. */
enum LogFormat {
  /** For people at a terminal. */
  TEXT,
  /** {@code key=value}, for people and programs. */
  LOGFMT,
  /** One JSON object a line. */
  JSON,
  /** As logfmt, for journald, which knows the time and reads the level from a prefix. */
  JOURNAL;

  /** The one that the environment variable names, if it names one. */
  static Optional<LogFormat> named(Optional<String> name) {
    String wanted = name.orElse("").strip().toUpperCase(Locale.ROOT);
    for (LogFormat format : values()) {
      if (format.name().equals(wanted)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
