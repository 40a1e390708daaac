package org.sealpost.mime;

import java.io.IOException;
import java.io.InputStream;

/**
 * Decodes quoted-printable (RFC 2045 §6.7) with leniency: blanks at line ends are dropped, an
 * equals sign that introduces nothing stands for itself, line ends stay as they are. For one
 * thread.
 */
final class QuotedPrintableInput extends BlockInput {
  private static final int CHUNK = 1 << 13;

  /** Longer runs of blanks are text, even at a line's end: nothing that long may be held back. */
  private static final int LONGEST_BLANKS = 1 << 10;

  private final InputStream in;
  private final byte[] encoded = new byte[CHUNK];
  private int encodedNext;
  private int encodedLimit;
  private boolean ended;

  QuotedPrintableInput(InputStream in) {
    super(CHUNK + 2 * LONGEST_BLANKS);
    this.in = in;
  }

  @Override
  boolean ensure() throws IOException {
    if (next == limit) {
      next = 0;
      limit = 0;
      while (!ended && limit < CHUNK) {
        step();
      }
    }
    return next < limit;
  }

  private void step() throws IOException {
    int b = take();
    switch (b) {
      case -1 -> ended = true;
      case '=' -> escape();
      case ' ', '\t' -> blanks(b);
      default -> put(b);
    }
  }

  private void escape() throws IOException {
    int first = peek(0);
    int high = Character.digit(first, 16);
    int low = high < 0 ? -1 : Character.digit(peek(1), 16);
    if (low >= 0) {
      drop(2);
      put((high << 4) | low);
      return;
    }
    int n = 0;
    while (n < LONGEST_BLANKS && (peek(n) == ' ' || peek(n) == '\t')) {
      n++;
    }
    if (peek(n) == '\n') {
      drop(n + 1);
    } else if (peek(n) == '\r' && peek(n + 1) == '\n') {
      drop(n + 2);
    } else if (peek(n) < 0) {
      drop(n);
    } else {
      put('=');
    }
  }

  private void blanks(int first) throws IOException {
    int n = 0;
    while (n < LONGEST_BLANKS && (peek(n) == ' ' || peek(n) == '\t')) {
      n++;
    }
    boolean lineEnds = peek(n) < 0 || peek(n) == '\n' || (peek(n) == '\r' && peek(n + 1) == '\n');
    if (lineEnds) {
      drop(n);
      return;
    }
    put(first);
    for (int i = 0; i < n; i++) {
      put(take());
    }
  }

  private int take() throws IOException {
    int b = peek(0);
    if (b >= 0) {
      encodedNext++;
    }
    return b;
  }

  private void drop(int n) {
    encodedNext += n;
  }

  /** The byte {@code ahead} places from here, or -1 behind the end. */
  private int peek(int ahead) throws IOException {
    while (encodedNext + ahead >= encodedLimit) {
      if (encodedNext > 0) {
        System.arraycopy(encoded, encodedNext, encoded, 0, encodedLimit - encodedNext);
        encodedLimit -= encodedNext;
        encodedNext = 0;
      }
      int n = in.read(encoded, encodedLimit, encoded.length - encodedLimit);
      if (n < 0) {
        return -1;
      }
      encodedLimit += n;
    }
    return encoded[encodedNext + ahead] & 0xff;
  }

  private void put(int b) {
    block[limit++] = (byte) b;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
