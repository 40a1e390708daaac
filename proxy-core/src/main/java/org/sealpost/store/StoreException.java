package org.sealpost.store;

import org.sealpost.failure.Phrase;
import org.sealpost.failure.Telling;

/** The store cannot be used; the message says why in words and what to do. */
public final class StoreException extends RuntimeException implements Telling {
  private static final long serialVersionUID = 1L;

  // Words are made when they are told; what is serialised has the English message.
  private final transient Phrase words;

  StoreException(Phrase words, Throwable cause) {
    super(words.english(), cause);
    this.words = words;
  }

  @Override
  public Phrase words() {
    return words;
  }
}
