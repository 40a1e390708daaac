package org.sealpost.mime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Objects;

/**
 * The header of a mail that streams, of whatever size: it ends before the first line that is empty
 * for whoever takes an LF for a line's end, with or without a CR before it. Memory does not grow
 * with the header. For one thread.
 */
public final class HeaderInput extends InputStream {
  private static final int BLOCK = 1 << 13;

  private final InputStream mail;
  private final byte[] block = new byte[BLOCK];
  private int next;
  private int limit;
  private boolean atLineStart = true;
  private boolean ended;

  /**
   * A header.
   *
   * @param mail read in blocks, so beyond the header; see {@link #rest}
   */
  public HeaderInput(InputStream mail) {
    this.mail = mail;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (ended || !ensure()) {
      ended = true;
      return -1;
    }
    int count = endOfLines(next + Math.min(length, limit - next)) - next;
    System.arraycopy(block, next, target, offset, count);
    next += count;
    return count;
  }

  /** Whether the header goes on; then there is a byte of it in the block. */
  private boolean ensure() throws IOException {
    if (next == limit && !fill()) {
      return false;
    }
    if (!atLineStart) {
      return true;
    }
    if (block[next] == '\r' && next + 1 == limit && !fill()) {
      return true;
    }
    return !isEmptyLine(next);
  }

  private boolean isEmptyLine(int at) {
    return block[at] == '\n' || (block[at] == '\r' && at + 1 < limit && block[at + 1] == '\n');
  }

  /** Adds to what is left in the block. */
  private boolean fill() throws IOException {
    System.arraycopy(block, next, block, 0, limit - next);
    limit -= next;
    next = 0;
    int count = mail.read(block, limit, block.length - limit);
    limit += Math.max(0, count);
    return count > 0;
  }

  /** Where to stop before {@code end}: at a line that is empty, or may turn out to be. */
  private int endOfLines(int end) {
    int at = next;
    while (at < end) {
      int lineFeed = Bytes.indexOf(block, at, end, (byte) '\n');
      atLineStart = lineFeed >= 0;
      if (!atLineStart) {
        return end;
      }
      at = lineFeed + 1;
      if (at < limit && (block[at] == '\n' || block[at] == '\r')) {
        return at;
      }
    }
    return at;
  }

  /**
   * What follows the header, once that was read to its end: the empty line and the body. It takes
   * from the same stream.
   */
  public InputStream rest() {
    if (!ended) {
      throw new IllegalStateException("the header was not read to its end");
    }
    return new SequenceInputStream(new ByteArrayInputStream(block, next, limit - next), mail);
  }
}
