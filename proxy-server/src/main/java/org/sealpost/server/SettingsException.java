package org.sealpost.server;

import java.util.List;
import java.util.stream.Collectors;
import org.sealpost.failure.Phrase;

/** A configuration that cannot be used. Immutable. */
public final class SettingsException extends Exception {
  private static final long serialVersionUID = 1L;

  // Words are made when they are told; what is serialised has the English message.
  private final transient List<Phrase> problems;

  SettingsException(List<? extends Phrase> problems) {
    super(problems.stream().map(Phrase::english).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** Every problem found, one line each: file, line, what is wrong and what to do. */
  public List<Phrase> problems() {
    return problems;
  }
}
