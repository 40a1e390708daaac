package org.sealpost.policy;

/**
 * Why nothing can be encrypted to a recipient.
 *
 * @param reason a sentence to stand after the address, as {@link org.sealpost.book.Lookup.None} has
 *     it
 * @param lapsed whether there is a certificate that must not be used any more: to write without it
 *     would undo, unseen, what the user is used to
 * @param temporary whether it is only not known now whether there is a certificate
 */
public record Obstacle(String reason, boolean lapsed, boolean temporary) {
  /** One that stays. */
  public Obstacle(String reason, boolean lapsed) {
    this(reason, lapsed, false);
  }
}
