package org.sealpost.harness;

/** The card left its reader while it worked. */
final class CardRemovedException extends Exception {
  private static final long serialVersionUID = 1L;
}
