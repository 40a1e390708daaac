package org.sealpost.server.setup;

import java.util.List;

/** Nobody can be asked, and these answers are needed. */
public final class MissingAnswers extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> options;

  MissingAnswers(List<String> options) {
    super("missing: " + String.join(", ", options));
    this.options = List.copyOf(options);
  }

  /** The options that give them. */
  public List<String> options() {
    return options;
  }
}
