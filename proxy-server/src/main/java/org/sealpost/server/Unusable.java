package org.sealpost.server;

import java.util.List;

/** A value of the configuration that is not what it must be. */
final class Unusable extends Exception {
  private static final long serialVersionUID = 1L;

  private final String wording;
  private final List<String> arguments;

  /**
   * Says what is wrong.
   *
   * @param wording a key of the bundle; its text gets the setting's path, its value, and the
   *     arguments
   */
  Unusable(String wording, String... arguments) {
    super(wording);
    this.wording = wording;
    this.arguments = List.of(arguments);
  }

  String wording() {
    return wording;
  }

  List<String> arguments() {
    return arguments;
  }
}
