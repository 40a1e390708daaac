package org.sealpost.mime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Copies streams in blocks large enough for the cipher below to be fast. */
final class LargeBlocks {
  private static final int BLOCK = 1 << 16;

  private LargeBlocks() {}

  static void copy(InputStream in, long sizeExpected, OutputStream out) throws IOException {
    byte[] block = new byte[Math.clamp(sizeExpected, 64, BLOCK)];
    int n = in.read(block);
    while (n >= 0) {
      out.write(block, 0, n);
      n = in.read(block);
    }
  }
}
