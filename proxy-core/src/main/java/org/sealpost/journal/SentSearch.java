package org.sealpost.journal;

/**
 * Which sent mails are looked for.
 *
 * @param text stands in a recipient's address or in the Message-ID, upper and lower case of ASCII
 *     letters alike; empty for all
 */
public record SentSearch(Which which, String text) {
  /** By what came of them. */
  public enum Which {
    ALL,
    /** The client was told that all is done. */
    SENT,
    /** It was told otherwise. */
    REFUSED
  }
}
