package org.sealpost.mime;

import java.io.OutputStream;

/** Counts what is written and keeps nothing. */
final class CountingOutput extends OutputStream {
  private long written;

  long written() {
    return written;
  }

  @Override
  public void write(int b) {
    written++;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    written += length;
  }
}
