package org.sealpost.server;

import java.util.List;
import java.util.Optional;

/** A value of the configuration that is not what it must be. */
final class Unusable extends Exception {
  private static final long serialVersionUID = 1L;

  private final String wording;
  private final List<String> arguments;
  private final Optional<String> entry;

  /**
   * Says what is wrong.
   *
   * @param wording a key of the bundle; its text gets the setting's path, its value, and the
   *     arguments
   */
  Unusable(String wording, String... arguments) {
    this(wording, List.of(arguments), Optional.empty());
  }

  private Unusable(String wording, List<String> arguments, Optional<String> entry) {
    super(wording);
    this.wording = wording;
    this.arguments = arguments;
    this.entry = entry;
  }

  /** The same of one entry of a list, which is then told instead of the whole value. */
  Unusable of(String entry) {
    return new Unusable(wording, arguments, Optional.of(entry));
  }

  String wording() {
    return wording;
  }

  List<String> arguments() {
    return arguments;
  }

  /** The entry of a list that it is about; empty if it is about the whole value. */
  Optional<String> entry() {
    return entry;
  }
}
