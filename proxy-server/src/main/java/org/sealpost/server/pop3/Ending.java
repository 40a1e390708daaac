package org.sealpost.server.pop3;

import java.util.Locale;

/** How a session ended. */
enum Ending {
  /** The client said QUIT. */
  QUIT,
  /** The client left without QUIT, or was lost. */
  CLIENT_GONE,
  /** The client said nothing for too long (RFC 1939 §3). */
  CLIENT_IDLE,
  /** The client sent what is no POP3. */
  CLIENT_GARBAGE,
  /** The real server could not be had, or was lost. */
  UPSTREAM,
  /** Sealpost was stopped. */
  SHUTDOWN,
  /** A fault of ours. */
  FAULT;

  String token() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
