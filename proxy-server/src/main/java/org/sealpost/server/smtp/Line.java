package org.sealpost.server.smtp;

/** What reading one line from the client came to. */
sealed interface Line {
  /** A line without its CRLF. */
  record Text(byte[] bytes) implements Line {}

  /** A line that breaks a rule; it was read to its CRLF. */
  record Refused(Rule rule) implements Line {}

  /** The client is gone, or nobody can say where its line ends. */
  record Lost(Rule rule) implements Line {}

  /** What a line may break. */
  enum Rule {
    LENGTH,
    CONTROL,
    BARE_LF,
    END
  }
}
