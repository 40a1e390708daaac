package org.sealpost.mime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Makes lines that have no encoding (preambles, header lines that are no field) fit to be carried:
 * bytes that are not 7-bit become question marks, {@code >} is put before {@code From } and before
 * what might be taken for a delimiter, blanks at line ends go, long lines are folded. For one
 * thread.
 */
final class LineCleaner {
  private static final int WIDTH = MimeLimits.LONGEST_LINE;
  private static final byte[] FROM = {'F', 'r', 'o', 'm', ' '};

  private final LineScanner lines;
  private final OutputStream out;
  private final byte[] text = new byte[WIDTH + 1];
  private int length;

  private LineCleaner(InputStream in, OutputStream out) {
    this.lines = new LineScanner(in);
    this.out = out;
  }

  /** Cleans all lines; a line end is written between lines, not after the last. */
  static void clean(InputStream in, OutputStream out) throws IOException {
    LineCleaner cleaner = new LineCleaner(in, out);
    while (cleaner.lines.advance()) {
      cleaner.piece();
    }
    if (cleaner.length > 0) {
      cleaner.writeText();
    }
  }

  private void piece() throws IOException {
    if (lines.startsLine()) {
      length = 0;
      if (lines.textEquals(0, FROM) || mayBecomeDelimiter()) {
        text[length++] = '>';
      }
    }
    for (int i = 0; i < lines.textLength(); i++) {
      add(lines.textByte(i));
    }
    if (lines.endsLine()) {
      writeText();
      out.write('\r');
      out.write('\n');
    }
  }

  /** A question mark may be part of a boundary: what was no delimiter must not become one. */
  private boolean mayBecomeDelimiter() {
    int length = Math.min(lines.textLength(), StructureScanner.LONGEST_DELIMITER);
    boolean replaced = false;
    for (int i = 0; i < length; i++) {
      replaced |= isOdd(lines.textByte(i));
    }
    return replaced && length > 2 && lines.textByte(0) == '-' && lines.textByte(1) == '-';
  }

  private static boolean isOdd(byte b) {
    return b <= 0 || b == '\r';
  }

  private void add(byte b) throws IOException {
    if (length == WIDTH) {
      writeText();
      out.write('\r');
      out.write('\n');
      text[length++] = ' ';
    }
    text[length++] = isOdd(b) ? (byte) '?' : b;
  }

  private void writeText() throws IOException {
    while (length > 0 && isBlank(text[length - 1])) {
      length--;
    }
    out.write(text, 0, length);
    length = 0;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  /** A header line that is no field, cleaned; none if nothing is left. */
  static Optional<HeaderField> cleaned(HeaderField field) {
    ByteArrayOutputStream cleaned = new ByteArrayOutputStream();
    try {
      clean(new ByteArrayInputStream(field.raw()), cleaned);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    byte[] bytes = cleaned.toByteArray();
    return tidy(new HeaderField(bytes, 0, bytes.length));
  }

  /**
   * A field without blanks at line ends, all lines ending in CRLF. A folded line of blanks goes: it
   * must not become the empty line that ends the header.
   */
  static Optional<HeaderField> tidy(HeaderField field) {
    byte[] raw = field.raw();
    byte[] tidy = new byte[2 * raw.length + 2];
    int length = 0;
    int lineStart = 0;
    for (int i = 0; i <= raw.length; i++) {
      if (i < raw.length && raw[i] != '\n') {
        tidy[length++] = raw[i];
        continue;
      }
      if (length > lineStart && tidy[length - 1] == '\r') {
        length--;
      }
      while (length > lineStart && isBlank(tidy[length - 1])) {
        length--;
      }
      if (length > lineStart) {
        tidy[length++] = '\r';
        tidy[length++] = '\n';
        lineStart = length;
      }
    }
    return length == 0 ? Optional.empty() : Optional.of(new HeaderField(tidy, 0, length));
  }
}
