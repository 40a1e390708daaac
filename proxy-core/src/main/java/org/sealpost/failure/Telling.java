package org.sealpost.failure;

import java.util.Objects;

/** An exception that can say in both languages what happened, why and what to do. */
public interface Telling {
  Phrase words();

  /** What {@code thrown} says: its words, or its message as it is where it has none. */
  static Phrase of(Throwable thrown) {
    return thrown instanceof Telling telling
        ? telling.words()
        : Phrase.verbatim(Objects.requireNonNullElse(thrown.getMessage(), thrown.toString()));
  }
}
