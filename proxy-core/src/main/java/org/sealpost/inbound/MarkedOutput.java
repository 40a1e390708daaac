package org.sealpost.inbound;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.sealpost.mime.HeaderField;

/**
 * Where a header goes that gets our marks: they come first, but not before a line that a reader
 * would take for their continuation. For one thread.
 */
final class MarkedOutput implements AutoCloseable {
  private static final int BUFFER = 1 << 13;

  private final OutputStream target;
  private final List<HeaderField> marks;
  private final Optional<HeaderField> note;
  private boolean marked;
  private boolean noted;
  private long size;
  private int last = '\n';

  /**
   * An output.
   *
   * @param note for {@link #note}
   */
  MarkedOutput(OutputStream target, List<HeaderField> marks, Optional<HeaderField> note) {
    this.target = new BufferedOutputStream(target, BUFFER);
    this.marks = marks;
    this.note = note;
  }

  /** The octets that went through. */
  long size() {
    return size;
  }

  /** Here, before a field, the marks may stand. */
  void mark() throws IOException {
    if (!marked) {
      marked = true;
      for (HeaderField mark : marks) {
        put(mark);
      }
    }
  }

  /** Says once that something was taken out. */
  void note() throws IOException {
    if (!noted && note.isPresent()) {
      noted = true;
      mark();
      put(note.get());
    }
  }

  void put(HeaderField field) throws IOException {
    byte[] raw = field.raw();
    put(raw, raw.length);
  }

  void put(byte octet) throws IOException {
    target.write(octet);
    size++;
    last = octet;
  }

  void put(byte[] octets, int length) throws IOException {
    if (length > 0) {
      target.write(octets, 0, length);
      size += length;
      last = octets[length - 1];
    }
  }

  /** Adds the line end that the last field lacks. */
  void endLine() throws IOException {
    if (last != '\n') {
      put((byte) '\r');
      put((byte) '\n');
    }
  }

  /** Closes the target. */
  @Override
  public void close() throws IOException {
    target.close();
  }
}
