package org.sealpost.server.pop3;

import java.io.IOException;

/** A line that is not framed as RFC 1939 §3 has it. */
final class FramingException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with it. */
  enum Fault {
    BARE_CR,
    BARE_LF,
    NUL,
    TOO_LONG
  }

  private final Fault fault;

  FramingException(Fault fault) {
    super("bad line: " + fault);
    this.fault = fault;
  }

  Fault fault() {
    return fault;
  }
}
