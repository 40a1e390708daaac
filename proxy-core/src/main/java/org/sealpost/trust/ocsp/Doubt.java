package org.sealpost.trust.ocsp;

import java.util.Arrays;

/** Why an answer cannot be relied on, as a key of the words. */
final class Doubt extends Exception {
  private static final long serialVersionUID = 1L;

  private final String key;
  private final transient Object[] arguments;

  Doubt(String key, Object... arguments) {
    super(key, null, false, false);
    this.key = key;
    this.arguments = arguments;
  }

  String key() {
    return key;
  }

  /** What stands in the words behind the responder's name. */
  Object[] arguments() {
    return Arrays.copyOf(arguments, arguments.length);
  }
}
