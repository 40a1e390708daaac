package org.sealpost.mime;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Objects;

record MemoryContent(byte[] bytes) implements Content {
  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public InputStream open(long offset, long length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    return new ByteArrayInputStream(bytes, (int) offset, (int) length);
  }
}
