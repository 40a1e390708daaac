package org.sealpost.mime;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts the bytes that are read from it. */
final class CountedContent implements Content {
  private final Content content;
  private long read;

  CountedContent(byte[] bytes) {
    content = Content.of(bytes);
  }

  long read() {
    return read;
  }

  @Override
  public long size() {
    return content.size();
  }

  @Override
  public InputStream open(long offset, long length) throws IOException {
    return new FilterInputStream(content.open(offset, length)) {
      @Override
      public int read() throws IOException {
        int b = super.read();
        read += b < 0 ? 0 : 1;
        return b;
      }

      @Override
      public int read(byte[] bytes, int from, int wanted) throws IOException {
        int n = super.read(bytes, from, wanted);
        read += Math.max(0, n);
        return n;
      }
    };
  }
}
