package org.sealpost.mime;

/**
 * What a mail may be made of to be taken apart: far above any honest mail, and little enough to be
 * held in memory.
 */
public final class MimeLimits {
  /** The header of a mail or a part, in bytes, without the empty line. */
  public static final int LONGEST_HEADER = 1 << 20;

  /** The headers of all parts together, in bytes. */
  static final int LONGEST_HEADERS = 1 << 21;

  static final int MOST_HEADER_LINES = 50_000;

  /** How deep parts lie in parts. */
  public static final int DEEPEST_NESTING = 50;

  static final int MOST_PARTS = 10_000;

  /** Without the line end (RFC 5322 §2.1.1). */
  static final int LONGEST_LINE = 998;

  private MimeLimits() {}
}
