package org.sealpost.smime;

import org.sealpost.failure.Phrase;

/**
 * An algorithm that is not known here, or that must not be used. The message is for the user and
 * names it.
 */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Phrase words;

  Refused(Phrase words) {
    super(words.english());
    this.words = words;
  }

  Phrase words() {
    return words;
  }
}
