package org.sealpost.mime;

import java.io.IOException;
import java.io.InputStream;

/**
 * What stands in the way of carrying bytes unchanged through mail (RFC 2045 §2.7, RFC 8551 §3.1.2).
 *
 * @param eightBit bytes above 127
 * @param controls control characters other than TAB, CR and LF
 * @param nul whether there is a NUL
 * @param bareCr CRs that no LF follows
 * @param bareLf LFs that no CR precedes
 * @param longLine whether a line is longer than 998
 * @param fromLine whether a line begins with {@code From }
 * @param trailingBlank whether a line ends in a blank or a TAB
 */
record BodyTraits(
    long eightBit,
    long controls,
    boolean nul,
    long bareCr,
    long bareLf,
    boolean longLine,
    boolean fromLine,
    boolean trailingBlank) {
  static BodyTraits of(Content content) throws IOException {
    try (InputStream in = content.open()) {
      return new Scan(new LineScanner(in)).run();
    }
  }

  /** 7bit data (RFC 2045 §2.7), but for lines that end in LF only. */
  boolean isSevenBitLines() {
    return eightBit == 0 && !nul && bareCr == 0 && !longLine;
  }

  /** 7bit data. */
  boolean isSevenBit() {
    return isSevenBitLines() && bareLf == 0;
  }

  /** Can be carried as it is, but for lines that end in LF only. */
  boolean isCleanLines() {
    return isSevenBitLines() && !fromLine && !trailingBlank;
  }

  /** Can be carried as it is. */
  boolean isClean() {
    return isCleanLines() && bareLf == 0;
  }

  private static final class Scan {
    private static final byte[] FROM = {'F', 'r', 'o', 'm', ' '};

    private final LineScanner lines;
    private long eightBit;
    private long controls;
    private boolean nul;
    private long bareCr;
    private long bareLf;
    private boolean longLine;
    private boolean fromLine;
    private boolean trailingBlank;
    private long lineLength;
    private byte last;

    Scan(LineScanner lines) {
      this.lines = lines;
    }

    BodyTraits run() throws IOException {
      while (lines.advance()) {
        piece();
      }
      endLine();
      return new BodyTraits(
          eightBit, controls, nul, bareCr, bareLf, longLine, fromLine, trailingBlank);
    }

    private void piece() {
      if (lines.startsLine() && lines.textEquals(0, FROM)) {
        fromLine = true;
      }
      byte[] buffer = lines.buffer();
      int end = lines.start() + lines.textLength();
      int at = Bytes.skipPlain(buffer, lines.start(), end);
      while (at < end) {
        count(buffer[at]);
        at = Bytes.skipPlain(buffer, at + 1, end);
      }
      if (lines.textLength() > 0) {
        last = buffer[end - 1];
        lineLength += lines.textLength();
      }
      if (lines.endsLine()) {
        bareLf += lines.lineEndLength() == 1 ? 1 : 0;
        endLine();
      }
    }

    private void count(byte b) {
      if (b < 0) {
        eightBit++;
      } else if (b == '\r') {
        bareCr++;
      } else if (b != '\t') {
        controls++;
        nul |= b == 0;
      }
    }

    private void endLine() {
      longLine |= lineLength > MimeLimits.LONGEST_LINE;
      trailingBlank |= last == ' ' || last == '\t';
      lineLength = 0;
      last = 0;
    }
  }
}
