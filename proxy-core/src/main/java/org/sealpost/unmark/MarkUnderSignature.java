package org.sealpost.unmark;

/** A mark stands in what someone signed, so that it cannot be taken off. */
final class MarkUnderSignature extends Exception {
  private static final long serialVersionUID = 1L;
}
