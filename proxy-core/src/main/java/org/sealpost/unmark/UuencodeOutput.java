package org.sealpost.unmark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Encodes as uuencode (POSIX, {@code uuencode}), in lines of 45 bytes; the output stays open. For
 * one thread.
 */
final class UuencodeOutput extends OutputStream {
  private final OutputStream out;
  private final byte[] line = new byte[45];
  private int length;

  /** Begins a file. */
  UuencodeOutput(OutputStream out) throws IOException {
    this.out = out;
    out.write("begin 644 text\r\n".getBytes(US_ASCII));
  }

  @Override
  public void write(int b) throws IOException {
    line[length++] = (byte) b;
    if (length == line.length) {
      writeLine();
    }
  }

  /** Ends the file. */
  void finish() throws IOException {
    if (length > 0) {
      writeLine();
    }
    out.write("`\r\nend\r\n".getBytes(US_ASCII));
  }

  private void writeLine() throws IOException {
    out.write(sixBits(length));
    for (int i = 0; i < length; i += 3) {
      int bits = (octet(i) << 16) | (octet(i + 1) << 8) | octet(i + 2);
      for (int shift = 18; shift >= 0; shift -= 6) {
        out.write(sixBits(bits >> shift));
      }
    }
    out.write('\r');
    out.write('\n');
    length = 0;
  }

  private int octet(int index) {
    return index < length ? line[index] & 0xff : 0;
  }

  /** With a backquote for the blank, which some programs cut from a line's end. */
  private static int sixBits(int bits) {
    return (bits & 0x3f) == 0 ? '`' : (bits & 0x3f) + ' ';
  }
}
