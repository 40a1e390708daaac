package org.sealpost.policy;

import org.sealpost.failure.Phrase;

/**
 * Why nothing can be encrypted to a recipient.
 *
 * @param reason what is to stand after the address, as {@link org.sealpost.book.Lookup.None} has it
 */
public record Obstacle(Phrase reason, Kind kind) {
  /** With a reason that is the same in all languages. */
  public Obstacle(String reason, Kind kind) {
    this(Phrase.verbatim(reason), kind);
  }

  /** What it means for the mail. */
  public enum Kind {
    /** There is no certificate, or there never was one to encrypt to. */
    NONE_KNOWN,
    /**
     * There is one that must not be used any more: to write without it would undo, unseen, what the
     * user is used to.
     */
    LAPSED,
    /** There may be one: not all could be asked who may have it. */
    NOT_ASKED
  }

  boolean is(Kind one) {
    return kind == one;
  }
}
