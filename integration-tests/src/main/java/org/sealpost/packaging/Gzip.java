package org.sealpost.packaging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Compressed text, as {@code gzip -9n} makes it: without a name or a time (RFC 1952). */
final class Gzip {
  /** Where the header says how hard it was compressed, and that this was the hardest. */
  private static final int EXTRA_FLAGS = 8;

  private static final byte HARDEST = 2;

  private Gzip() {}

  static byte[] of(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new Hardest(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    byte[] file = bytes.toByteArray();
    file[EXTRA_FLAGS] = HARDEST;
    return file;
  }

  private static final class Hardest extends GZIPOutputStream {
    Hardest(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
