package org.sealpost.card.token;

/**
 * How a token takes its PIN, and what it says of the tries that are left. Nothing of it is secret.
 * PKCS#11 v2.40 §3.2, CK_TOKEN_INFO.
 *
 * @param entry where the PIN is typed
 * @param minLength of the PIN in characters; 0 where the token does not tell
 * @param maxLength of the PIN in characters; {@link Integer#MAX_VALUE} where the token does not
 *     tell
 * @param tries what the token tells of tries
 */
public record PinStatus(Entry entry, int minLength, int maxLength, Tries tries) {
  /** Where the PIN is typed. */
  public enum Entry {
    /** Into a prompt of the agent's. */
    PROMPT,
    /** On the reader's own pad: the agent never sees it. */
    PAD
  }

  /** What a token tells of the tries that are left. */
  public enum Tries {
    /** Wrong PINs do no harm: a file. */
    UNLIMITED,
    /** Nothing is told: all tries are left, or the token never tells. */
    UNTOLD,
    /** A wrong PIN was given since the last right one. */
    LOW,
    /** One more wrong PIN locks the token. */
    FINAL,
    /** The token has locked itself. */
    LOCKED
  }

  /** Of a token that takes any PIN and any number of them. */
  public static PinStatus unlimited() {
    return new PinStatus(Entry.PROMPT, 0, Integer.MAX_VALUE, Tries.UNLIMITED);
  }

  /** Whether a PIN of this length can be the right one. */
  public boolean fits(int length) {
    return length >= minLength && length <= maxLength;
  }
}
