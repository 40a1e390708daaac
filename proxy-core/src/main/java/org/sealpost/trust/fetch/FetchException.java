package org.sealpost.trust.fetch;

import java.io.IOException;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Telling;

/** Something could not be fetched; the message says in words from where and why. */
public final class FetchException extends IOException implements Telling {
  private static final long serialVersionUID = 1L;

  private final transient Phrase words;

  public FetchException(Phrase words, Throwable cause) {
    super(words.english(), cause);
    this.words = words;
  }

  public FetchException(Phrase words) {
    super(words.english());
    this.words = words;
  }

  /** The message, not yet in a language. */
  @Override
  public Phrase words() {
    return words;
  }
}
