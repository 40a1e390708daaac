package org.sealpost.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** A stream that makes its bytes block by block. For one thread. */
abstract class BlockInput extends InputStream {
  /** What was made and is not read yet lies in it from {@link #next} to {@link #limit}. */
  final byte[] block;

  int next;
  int limit;

  BlockInput(int size) {
    this.block = new byte[size];
  }

  /** Makes at least one byte more where there is none left; false at the end. */
  abstract boolean ensure() throws IOException;

  @Override
  public int read() throws IOException {
    return ensure() ? block[next++] & 0xff : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    if (!ensure()) {
      return -1;
    }
    int n = Math.min(length, limit - next);
    System.arraycopy(block, next, bytes, offset, n);
    next += n;
    return n;
  }
}
