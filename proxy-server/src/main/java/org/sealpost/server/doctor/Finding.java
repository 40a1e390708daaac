package org.sealpost.server.doctor;

import java.util.Locale;

/**
 * What one check found.
 *
 * @param check what was looked at
 * @param subject which one of several, as a reader's name; may be empty
 * @param detail what was seen, and why that is bad where it is, in sentences
 * @param mend what to do; empty where there is nothing to do
 */
public record Finding(Check check, String subject, State state, String detail, String mend) {
  /** What is looked at, in this order. */
  public enum Check {
    PCSCD,
    READER,
    CARD,
    AGENT,
    MODULE,
    TOKEN,
    CERTIFICATE,
    PIN,
    ACCOUNT,
    SMTP,
    POP3,
    DIRECTORY,
    CLOCK,
    REVOCATION;

    /** As it is written for users. */
    public String written() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How good it is. */
  public enum State {
    OK,
    /** It works, and something should be known or will stop it one day. */
    WARNING,
    FAILED,
    /** It does not apply here, or cannot be known. */
    SKIPPED;

    /** As it is written for users. */
    public String written() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding ok(Check check, String subject, String detail) {
    return new Finding(check, subject, State.OK, detail, "");
  }

  static Finding skipped(Check check, String subject, String detail) {
    return new Finding(check, subject, State.SKIPPED, detail, "");
  }

  /**
   * From the words of another part: their first sentence says what happened, the others what to do.
   */
  static Finding of(Check check, String subject, State state, String words) {
    String[] parts = words.strip().split("(?<=\\.) (?=[A-Z])", 2);
    return new Finding(check, subject, state, parts[0], parts.length == 2 ? parts[1] : "");
  }

  /** The same, where a failure counts less because the cards can be used without it. */
  Finding unlessNeeded(boolean needed) {
    return needed || state != State.FAILED
        ? this
        : new Finding(check, subject, State.SKIPPED, detail, mend);
  }
}
