package org.sealpost.server.pop3;

import java.io.IOException;
import org.sealpost.failure.Phrase;

/** A client that is not spoken to any more. The words are for it. */
final class DismissedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Phrase words;

  DismissedException(Phrase words) {
    super(words.english());
    this.words = words;
  }

  Phrase words() {
    return words;
  }
}
