package org.sealpost.failure;

import java.io.IOException;

/** A file or connection that cannot be used, in words for people. */
public final class TellingIoException extends IOException implements Telling {
  private static final long serialVersionUID = 1L;

  // Words are made when they are told; what is serialised has the English message.
  private final transient Phrase words;

  /** One whose words say all. */
  public TellingIoException(Phrase words) {
    this(words, null);
  }

  /** One with its cause for the log, which may be absent (null), as in {@link Exception}. */
  public TellingIoException(Phrase words, Throwable cause) {
    super(words.english(), cause);
    this.words = words;
  }

  @Override
  public Phrase words() {
    return words;
  }
}
