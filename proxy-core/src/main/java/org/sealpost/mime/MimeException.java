package org.sealpost.mime;

import org.sealpost.failure.Phrase;

/** A mail whose structure passes a limit or cannot be read. */
public final class MimeException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Phrase words;

  /** With words to stand within a sentence. */
  public MimeException(Phrase words) {
    super(words.english());
    this.words = words;
  }

  /** Why, to stand within a sentence. */
  public Phrase words() {
    return words;
  }
}
