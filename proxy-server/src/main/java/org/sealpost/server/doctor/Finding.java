package org.sealpost.server.doctor;

import java.util.Locale;
import org.sealpost.failure.Phrase;

/**
 * What one check found.
 *
 * @param check what was looked at
 * @param subject which one of several, as a reader's name; may be empty
 * @param detail what was seen, and why that is bad where it is, in sentences
 * @param mend what to do; empty where there is nothing to do
 */
public record Finding(Check check, Phrase subject, State state, Phrase detail, Phrase mend) {
  private static final String END = "(?<=\\.) (?=[A-Z])|(?<=。)(?=.)";

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
    REVOCATION,
    CONFIGURATION,
    LISTENER,
    SECRETS,
    NOTICE;

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

  static Finding ok(Check check, String subject, Phrase detail) {
    return ok(check, Phrase.verbatim(subject), detail);
  }

  static Finding ok(Check check, Phrase subject, Phrase detail) {
    return new Finding(check, subject, State.OK, detail, Phrase.none());
  }

  static Finding skipped(Check check, String subject, Phrase detail) {
    return skipped(check, Phrase.verbatim(subject), detail);
  }

  static Finding skipped(Check check, Phrase subject, Phrase detail) {
    return new Finding(check, subject, State.SKIPPED, detail, Phrase.none());
  }

  /** Of a subject that is the same in all languages. */
  Finding(Check check, String subject, State state, Phrase detail, Phrase mend) {
    this(check, Phrase.verbatim(subject), state, detail, mend);
  }

  /**
   * From the words of another part: their first sentence says what happened, the others what to do.
   */
  static Finding of(Check check, String subject, State state, Phrase words) {
    String[] english = parts(words.english());
    String[] chinese = parts(words.in(Phrase.TAIWAN));
    return new Finding(
        check,
        subject,
        state,
        new Phrase.Told(english[0], chinese[0]),
        new Phrase.Told(english[1], chinese[1]));
  }

  private static String[] parts(String words) {
    String[] parts = words.strip().split(END, 2);
    return parts.length == 2 ? parts : new String[] {parts[0], ""};
  }

  /** Whether it says what to do. */
  boolean tellsHow() {
    return !mend.english().isEmpty();
  }

  /** The same, where a failure counts less because the cards can be used without it. */
  Finding unlessNeeded(boolean needed) {
    return needed || state != State.FAILED
        ? this
        : new Finding(check, subject, State.SKIPPED, detail, mend);
  }
}
