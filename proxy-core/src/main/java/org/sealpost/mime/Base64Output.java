package org.sealpost.mime;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;

/** Encodes base64 in lines of 76 that all end in CRLF (RFC 2045 §6.8). For one thread. */
final class Base64Output extends OutputStream {
  private static final int BYTES_PER_LINE = 57;
  private static final Base64.Encoder ENCODER = Base64.getMimeEncoder();

  private final OutputStream out;
  private final byte[] bytes = new byte[BYTES_PER_LINE * 128];
  private final byte[] encoded = new byte[78 * 128];
  private int pending;

  Base64Output(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, source.length);
    int from = offset;
    int left = length;
    while (left > 0) {
      int n = Math.min(left, bytes.length - pending);
      System.arraycopy(source, from, bytes, pending, n);
      pending += n;
      from += n;
      left -= n;
      if (pending == bytes.length) {
        encode(bytes);
      }
    }
  }

  private void encode(byte[] whole) throws IOException {
    int n = ENCODER.encode(whole, encoded);
    encoded[n] = '\r';
    encoded[n + 1] = '\n';
    out.write(encoded, 0, n + 2);
    pending = 0;
  }

  void finish() throws IOException {
    if (pending > 0) {
      encode(Arrays.copyOf(bytes, pending));
    }
  }
}
