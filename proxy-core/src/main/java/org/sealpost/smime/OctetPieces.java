package org.sealpost.smime;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Passes each write on as a piece of a constructed octet string, so it is to be given large ones.
 * Not thread-safe.
 */
final class OctetPieces extends OutputStream {
  private static final int LARGEST = 32 * 1024;

  private final OutputStream out;

  OctetPieces(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (int done = 0; done < length; done += LARGEST) {
      Indefinite.piece(out, bytes, offset + done, Math.min(LARGEST, length - done));
    }
  }
}
