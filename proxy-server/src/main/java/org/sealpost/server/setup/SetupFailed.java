package org.sealpost.server.setup;

import org.sealpost.failure.Phrase;
import org.sealpost.failure.Telling;
import org.sealpost.failure.Words;

/** The set-up cannot go on; nothing was written. */
public final class SetupFailed extends Exception implements Telling {
  private static final long serialVersionUID = 1L;
  private static final Words WORDS = Words.beside(SetupFailed.class);

  // Words are made when they are told; what is serialised has the English message.
  private final transient Phrase words;

  /** In the words of the bundle. */
  SetupFailed(String wording, Object... arguments) {
    this(WORDS.phrase(wording, arguments));
  }

  private SetupFailed(Phrase words) {
    super(words.english());
    this.words = words;
  }

  @Override
  public Phrase words() {
    return words;
  }
}
