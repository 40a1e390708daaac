package org.sealpost.policy;

/**
 * Why nothing can be encrypted to a recipient.
 *
 * @param reason a sentence to stand after the address, as {@link org.sealpost.book.Lookup.None} has
 *     it
 */
public record Obstacle(String reason, Kind kind) {
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
