package org.sealpost.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Goes through bytes line by line, in bounded memory: a line longer than {@link #LONGEST_WHOLE}
 * comes in pieces. Lines end in LF; a CR before it belongs to the line end. For one thread.
 */
final class LineScanner {
  static final int LONGEST_WHOLE = 1 << 13;
  private static final int CHUNK = 1 << 15;

  private final InputStream in;
  private final byte[] buffer = new byte[CHUNK];
  private int next;
  private int limit;
  private boolean ended;
  private long nextOffset;

  private int start;
  private int textEnd;
  private long offset;
  private boolean startsLine;
  private boolean endsLine = true;

  LineScanner(InputStream in) {
    this.in = in;
  }

  /** Moves to the next line, or the next piece of a long one; false behind the last. */
  boolean advance() throws IOException {
    int lineFeed = Bytes.indexOf(buffer, next, limit, (byte) '\n');
    while (lineFeed < 0 && limit - next < LONGEST_WHOLE && !ended) {
      int searched = limit - next;
      fill();
      lineFeed = Bytes.indexOf(buffer, next + searched, limit, (byte) '\n');
    }
    if (next == limit) {
      return false;
    }
    start = next;
    startsLine = endsLine;
    offset = nextOffset;
    endsLine = lineFeed >= 0;
    if (endsLine) {
      next = lineFeed + 1;
      textEnd = lineFeed > start && buffer[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed;
    } else {
      // A CR may be half of a line end that the next piece completes.
      next = !ended && buffer[limit - 1] == '\r' ? limit - 1 : limit;
      textEnd = next;
    }
    nextOffset += next - start;
    return true;
  }

  private void fill() throws IOException {
    if (next > 0) {
      System.arraycopy(buffer, next, buffer, 0, limit - next);
      limit -= next;
      next = 0;
    }
    int n = in.read(buffer, limit, buffer.length - limit);
    if (n < 0) {
      ended = true;
    } else {
      limit += n;
    }
  }

  /** Where this piece begins, counted from the first byte scanned. */
  long offset() {
    return offset;
  }

  /** Where what follows begins. */
  long nextOffset() {
    return nextOffset;
  }

  boolean startsLine() {
    return startsLine;
  }

  boolean endsLine() {
    return endsLine;
  }

  boolean isWhole() {
    return startsLine && (endsLine || (ended && next == limit));
  }

  /** 0 (the line goes on, or the bytes end), 1 (LF) or 2 (CRLF). */
  int lineEndLength() {
    return next - textEnd;
  }

  boolean isEmptyLine() {
    return startsLine && endsLine && textEnd == start;
  }

  int textLength() {
    return textEnd - start;
  }

  byte textByte(int index) {
    return buffer[start + index];
  }

  boolean textEquals(int from, byte[] wanted) {
    return textLength() - from >= wanted.length
        && Arrays.equals(
            buffer, start + from, start + from + wanted.length, wanted, 0, wanted.length);
  }

  /** Where the piece lies, from {@link #start}, until the next {@link #advance}. */
  byte[] buffer() {
    return buffer;
  }

  int start() {
    return start;
  }

  /** With the line end. */
  int length() {
    return next - start;
  }
}
