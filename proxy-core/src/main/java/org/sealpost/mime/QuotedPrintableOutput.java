package org.sealpost.mime;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * Encodes quoted-printable (RFC 2045 §6.7), exactly: CRLF is a line break, a CR or LF alone is
 * escaped. No line of the output begins with {@code From }, ends in a blank, or begins with two
 * dashes, so that none is taken for a delimiter. For one thread.
 */
final class QuotedPrintableOutput extends OutputStream {
  /** Leaves room for the equals sign of a soft line break in the 76 of RFC 2045. */
  private static final int WIDTH = 75;

  private static final byte[] HEX = "0123456789ABCDEF".getBytes(US_ASCII);
  private static final byte[] FROM = "From".getBytes(US_ASCII);
  private static final int NONE = -1;

  private final OutputStream out;
  private final byte[] line = new byte[WIDTH + 3];
  private int column;

  /** A CR or blank of which it is not known yet what follows. */
  private int held = NONE;

  QuotedPrintableOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    for (int i = offset; i < offset + length; i++) {
      write(bytes[i]);
    }
  }

  @Override
  public void write(int value) throws IOException {
    int b = value & 0xff;
    if (held == '\r') {
      held = NONE;
      if (b == '\n') {
        endLine();
        return;
      }
      escape('\r');
    } else if (held != NONE) {
      int blank = held;
      if (b == '\r') {
        // Whether the line ends here is known one byte later: escaping is right in both cases.
        escape(blank);
      } else {
        literal(blank);
      }
      held = NONE;
    }
    switch (b) {
      case '\r', ' ', '\t' -> held = b;
      case '=' -> escape(b);
      default -> {
        if (b > ' ' && b < 127) {
          literal(b);
        } else {
          escape(b);
        }
      }
    }
  }

  private void literal(int b) throws IOException {
    makeRoom(1);
    boolean delimiter = b == '-' && column == 1 && line[0] == '-';
    boolean fromLine = b == ' ' && column == 4 && startsWithFrom();
    if (delimiter || fromLine) {
      escape(b);
    } else {
      line[column++] = (byte) b;
    }
  }

  private boolean startsWithFrom() {
    for (int i = 0; i < FROM.length; i++) {
      if (line[i] != FROM[i]) {
        return false;
      }
    }
    return true;
  }

  private void escape(int b) throws IOException {
    makeRoom(3);
    line[column++] = '=';
    line[column++] = HEX[b >>> 4];
    line[column++] = HEX[b & 0xf];
  }

  private void makeRoom(int width) throws IOException {
    if (column + width > WIDTH) {
      line[column++] = '=';
      endLine();
    }
  }

  private void endLine() throws IOException {
    line[column++] = '\r';
    line[column++] = '\n';
    out.write(line, 0, column);
    column = 0;
  }

  /** Writes what is held back; the last line gets no line end that was not there. */
  void finish() throws IOException {
    if (held != NONE) {
      escape(held);
      held = NONE;
    }
    out.write(line, 0, column);
    column = 0;
  }
}
