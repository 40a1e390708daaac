package org.sealpost.mime;

import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes that can be read any number of times, from any place: a mail in a spool, or a part of one.
 * Reading is safe from several threads; each stream belongs to one.
 */
public interface Content {

  /** In bytes. */
  long size();

  /** A stream over {@code length} bytes from {@code offset}. */
  InputStream open(long offset, long length) throws IOException;

  /** A stream over all of it. */
  default InputStream open() throws IOException {
    return open(0, size());
  }

  /** A view of a part; it lives as long as this does. */
  default Content slice(long offset, long length) {
    return new Slice(this, offset, length);
  }

  /** Bytes in memory; the array is not copied. */
  static Content of(byte[] bytes) {
    return new MemoryContent(bytes);
  }
}
