package org.sealpost.server;

import java.util.List;

/** A configuration that cannot be used. Immutable. */
public final class SettingsException extends Exception {
  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  SettingsException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** Every problem found, one line each: file, line, what is wrong and what to do. */
  public List<String> problems() {
    return problems;
  }
}
