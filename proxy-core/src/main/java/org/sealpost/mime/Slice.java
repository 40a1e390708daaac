package org.sealpost.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

record Slice(Content whole, long start, long size) implements Content {
  Slice {
    Objects.checkFromIndexSize(start, size, whole.size());
  }

  @Override
  public InputStream open(long offset, long length) throws IOException {
    Objects.checkFromIndexSize(offset, length, size);
    return whole.open(start + offset, length);
  }

  @Override
  public Content slice(long offset, long length) {
    Objects.checkFromIndexSize(offset, length, size);
    return new Slice(whole, start + offset, length);
  }
}
