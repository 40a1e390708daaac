package org.sealpost.mime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;

/** Tells UTF-8 from other charsets. */
final class Utf8Check {
  private static final int CHUNK = 1 << 13;

  private Utf8Check() {}

  static boolean isUtf8(Content content) throws IOException {
    CharsetDecoder decoder = UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK);
    CharBuffer unused = CharBuffer.allocate(CHUNK);
    try (InputStream in = content.open()) {
      while (true) {
        int n = in.read(bytes.array(), bytes.position(), bytes.remaining());
        boolean last = n < 0;
        bytes.position(bytes.position() + Math.max(0, n)).flip();
        if (decoder.decode(bytes, unused.clear(), last).isError()) {
          return false;
        }
        if (last) {
          return true;
        }
        bytes.compact();
      }
    }
  }
}
