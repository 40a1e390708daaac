package org.sealpost.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Reads a range of a spool. For one thread. */
final class SpoolInput extends InputStream {
  private static final int BUFFER = 1 << 13;
  private static final int LARGEST_READ = 1 << 16;

  private final Spool spool;
  private final long end;
  private long position;
  private EncryptedFile.Reader reader;
  private byte[] buffer = {};
  private int next;
  private int limit;

  SpoolInput(Spool spool, long start, long end) {
    this.spool = spool;
    this.position = start;
    this.end = end;
  }

  @Override
  public int read() throws IOException {
    spool.requireOpen();
    return fillBuffer() ? buffer[next++] & 0xff : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    spool.requireOpen();
    if (length == 0) {
      return 0;
    }
    if (next == limit && length >= BUFFER && position < end) {
      return readThrough(bytes, offset, length);
    }
    if (!fillBuffer()) {
      return -1;
    }
    int n = Math.min(length, limit - next);
    System.arraycopy(buffer, next, bytes, offset, n);
    next += n;
    return n;
  }

  /** Whether there is a byte in the buffer then. */
  private boolean fillBuffer() throws IOException {
    if (next == limit && position < end) {
      if (buffer.length == 0) {
        buffer = new byte[(int) Math.min(BUFFER, end - position)];
      }
      next = 0;
      limit = 0;
      limit = readThrough(buffer, 0, buffer.length);
    }
    return next < limit;
  }

  private int readThrough(byte[] bytes, int offset, int length) throws IOException {
    int wanted = (int) Math.min(Math.min(length, LARGEST_READ), end - position);
    if (reader == null && spool.isInFile(position)) {
      reader = spool.fileReader();
    }
    int n = spool.read(reader, position, bytes, offset, wanted);
    position += n;
    return n;
  }

  @Override
  public long skip(long wanted) throws IOException {
    spool.requireOpen();
    long n = Math.clamp(wanted, 0, end - position + (limit - next));
    int buffered = (int) Math.min(n, limit - next);
    next += buffered;
    position += n - buffered;
    return n;
  }

  @Override
  public int available() throws IOException {
    spool.requireOpen();
    return (int) Math.min(Integer.MAX_VALUE, end - position + (limit - next));
  }
}
