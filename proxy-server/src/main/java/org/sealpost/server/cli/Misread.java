package org.sealpost.server.cli;

import org.sealpost.failure.Phrase;
import picocli.CommandLine.TypeConversionException;

/** An option's value that reads as none of what the option takes; in the words of the bundle. */
final class Misread extends TypeConversionException {
  private static final long serialVersionUID = 1L;

  // Words are made when they are told; what is serialised has the English message.
  private final transient Phrase words;

  Misread(String wording, Object... arguments) {
    this(Phrase.of(Screen.class, wording, arguments));
  }

  private Misread(Phrase words) {
    super(words.english());
    this.words = words;
  }

  Phrase words() {
    return words;
  }
}
