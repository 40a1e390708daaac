package org.sealpost.server;

import java.util.List;
import java.util.stream.Collectors;
import org.sealpost.failure.Phrase;

/** A configuration that cannot be used. Immutable. */
public final class SettingsException extends Exception {
  private static final long serialVersionUID = 2L;

  // Words are made when they are told; what is serialised has the English message.
  private final transient List<SettingProblem> found;

  private SettingsException(String message, List<SettingProblem> found) {
    super(message);
    this.found = List.copyOf(found);
  }

  SettingsException(List<? extends Phrase> problems) {
    this(message(problems), problems.stream().map(SettingProblem::of).toList());
  }

  static SettingsException of(List<SettingProblem> found) {
    return new SettingsException(message(found.stream().map(SettingProblem::told).toList()), found);
  }

  private static String message(List<? extends Phrase> problems) {
    return problems.stream().map(Phrase::english).collect(Collectors.joining("\n"));
  }

  /** Every problem found, with its place taken apart. */
  public List<SettingProblem> found() {
    return found;
  }

  /** Every problem found, one line each: file, line, what is wrong and what to do. */
  public List<Phrase> problems() {
    return found.stream().map(SettingProblem::told).toList();
  }
}
