package org.sealpost.smime;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/**
 * Takes the digest of what is written and passes it on, small writes gathered into large ones.
 * {@link #finish} passes the rest on and leaves the target open. Not thread-safe.
 */
final class DigestedOutput extends OutputStream {
  private static final int BUFFER_SIZE = 32 * 1024;

  private final OutputStream out;
  private final MessageDigest digest;
  private final byte[] buffer = new byte[BUFFER_SIZE];
  private int used;

  DigestedOutput(OutputStream out, MessageDigest digest) {
    this.out = out;
    this.digest = digest;
  }

  @Override
  public void write(int octet) throws IOException {
    if (used == buffer.length) {
      finish();
    }
    buffer[used++] = (byte) octet;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length > buffer.length - used) {
      finish();
    }
    if (length >= buffer.length) {
      pass(bytes, offset, length);
    } else {
      System.arraycopy(bytes, offset, buffer, used, length);
      used += length;
    }
  }

  void finish() throws IOException {
    pass(buffer, 0, used);
    used = 0;
  }

  private void pass(byte[] bytes, int offset, int length) throws IOException {
    // In slices, so that the second pass over one finds it in the processor's cache.
    for (int done = 0; done < length; done += BUFFER_SIZE) {
      int slice = Math.min(BUFFER_SIZE, length - done);
      digest.update(bytes, offset + done, slice);
      out.write(bytes, offset + done, slice);
    }
  }
}
