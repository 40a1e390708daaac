package org.sealpost.smime;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/**
 * Encrypts what is written and passes it on as the pieces of a constructed octet string (X.690
 * §8.7.3). {@link #finish} writes the padding and leaves the target open. Not thread-safe.
 */
final class EncryptedPieces extends OutputStream {
  private static final int PIECE = 32 * 1024;

  private final Cipher cipher;
  private final OutputStream out;
  private final byte[] plain = new byte[PIECE];
  private final byte[] encrypted = new byte[PIECE + 32];
  private int used;

  EncryptedPieces(Cipher cipher, OutputStream out) {
    this.cipher = cipher;
    this.out = out;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      if (used == 0 && end - at >= PIECE) {
        encrypt(bytes, at, PIECE);
        at += PIECE;
        continue;
      }
      int step = Math.min(end - at, PIECE - used);
      System.arraycopy(bytes, at, plain, used, step);
      used += step;
      at += step;
      if (used == PIECE) {
        encrypt(plain, 0, PIECE);
        used = 0;
      }
    }
  }

  private void encrypt(byte[] bytes, int offset, int length) throws IOException {
    try {
      writePiece(cipher.update(bytes, offset, length, encrypted));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  void finish() throws IOException {
    try {
      writePiece(cipher.doFinal(plain, 0, used, encrypted));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void writePiece(int length) throws IOException {
    if (length == 0) {
      return;
    }
    out.write(
        length < 0x80
            ? new byte[] {BerReader.OCTET_STRING, (byte) length}
            : length <= 0xff
                ? new byte[] {BerReader.OCTET_STRING, (byte) 0x81, (byte) length}
                : new byte[] {
                  BerReader.OCTET_STRING, (byte) 0x82, (byte) (length >> 8), (byte) length
                });
    out.write(encrypted, 0, length);
  }
}
