package org.sealpost.smime;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;

/**
 * Encrypts what is written and passes it on as the pieces of a constructed octet string (X.690
 * §8.7.3). {@link #finish} writes the rest and leaves the target open. Not thread-safe.
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
      Indefinite.piece(out, encrypted, 0, cipher.update(bytes, offset, length, encrypted));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Writes what is left.
   *
   * @param tagLength how many bytes at the end of what the cipher gives are no content
   * @return these bytes
   */
  byte[] finish(int tagLength) throws IOException {
    try {
      int length = cipher.doFinal(plain, 0, used, encrypted);
      Indefinite.piece(out, encrypted, 0, length - tagLength);
      return Arrays.copyOfRange(encrypted, length - tagLength, length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
