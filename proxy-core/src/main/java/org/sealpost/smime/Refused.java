package org.sealpost.smime;

/**
 * An algorithm that is not known here, or that must not be used. The message is for the user and
 * names it.
 */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  Refused(String message) {
    super(message);
  }
}
