package org.sealpost.smime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.sealpost.mime.Content;

/**
 * The tag of an AEAD mode, taken over a plaintext that lies in a spool. The JDK's GCM holds back
 * all of what it decrypts until the tag is checked, a whole mail in memory; and the attributes that
 * are authenticated come after the content in AuthEnvelopedData (RFC 5083 §2.1). So the content is
 * decrypted in counter mode, and its tag is computed and compared afterwards.
 */
sealed interface AeadTag {
  /** The counter block that the first block of content is encrypted with. */
  byte[] firstCounter();

  byte[] tag(byte[] key, byte[] attributes, Content plaintext, int length)
      throws GeneralSecurityException, IOException;

  private static byte[] counter(byte[] prefix, int value) {
    byte[] block = Arrays.copyOf(prefix, 16);
    block[15] = (byte) value;
    return block;
  }

  /** The last block that {@code cipher} makes of a prefix, the plaintext and zeros after it. */
  private static byte[] lastBlock(Cipher cipher, byte[] prefix, Content plaintext, int zeros)
      throws GeneralSecurityException, IOException {
    byte[] buffer = new byte[32 * 1024];
    byte[] encrypted = new byte[buffer.length + 32];
    byte[] last = new byte[16];
    InputStream prefixed =
        new SequenceInputStream(new ByteArrayInputStream(prefix), plaintext.open());
    try (InputStream in = prefixed) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        last = lastOf(last, encrypted, cipher.update(buffer, 0, count, encrypted));
      }
    }
    int count = cipher.doFinal(new byte[zeros], 0, zeros, encrypted);
    return lastOf(last, encrypted, count);
  }

  private static byte[] lastOf(byte[] last, byte[] encrypted, int count) {
    return count == 0 ? last : Arrays.copyOfRange(encrypted, count - 16, count);
  }

  /** Galois/Counter Mode with a nonce of 12 bytes (NIST SP 800-38D §7.2). */
  record Gcm(byte[] nonce) implements AeadTag {
    @Override
    public byte[] firstCounter() {
      return counter(nonce, 2);
    }

    @Override
    public byte[] tag(byte[] key, byte[] attributes, Content plaintext, int length)
        throws GeneralSecurityException, IOException {
      // Encrypting again gives the tag: the JDK streams in this direction.
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
      cipher.updateAAD(attributes);
      return Arrays.copyOf(lastBlock(cipher, new byte[0], plaintext, 0), length);
    }
  }

  /** Counter with CBC-MAC (RFC 3610 §2). */
  record Ccm(byte[] nonce) implements AeadTag {
    private static final int BLOCK = 16;

    @Override
    public byte[] firstCounter() {
      return counter(prefix(lengthOctets() - 1), 1);
    }

    @Override
    public byte[] tag(byte[] key, byte[] attributes, Content plaintext, int length)
        throws GeneralSecurityException, IOException {
      SecretKeySpec aes = new SecretKeySpec(key, "AES");
      Cipher mac = Cipher.getInstance("AES/CBC/NoPadding");
      mac.init(Cipher.ENCRYPT_MODE, aes, new IvParameterSpec(new byte[BLOCK]));
      ByteArrayOutputStream prefix = new ByteArrayOutputStream();
      prefix.write(firstBlock(attributes.length > 0, plaintext.size(), length));
      if (attributes.length > 0) {
        prefix.write(withLength(attributes));
      }
      byte[] tag = lastBlock(mac, prefix.toByteArray(), plaintext, padding(plaintext.size()));
      Cipher counter = Cipher.getInstance("AES/CTR/NoPadding");
      counter.init(
          Cipher.ENCRYPT_MODE, aes, new IvParameterSpec(counter(prefix(lengthOctets() - 1), 0)));
      return Arrays.copyOf(counter.doFinal(tag), length);
    }

    private int lengthOctets() {
      return BLOCK - 1 - nonce.length;
    }

    private byte[] prefix(int flags) {
      return ByteBuffer.allocate(1 + nonce.length).put((byte) flags).put(nonce).array();
    }

    private byte[] firstBlock(boolean attributes, long size, int tagLength) {
      int flags = (attributes ? 0x40 : 0) | (((tagLength - 2) / 2) << 3) | (lengthOctets() - 1);
      byte[] block = Arrays.copyOf(prefix(flags), BLOCK);
      for (int i = 0; i < Math.min(lengthOctets(), Long.BYTES); i++) {
        block[BLOCK - 1 - i] = (byte) (size >>> (8 * i));
      }
      return block;
    }

    private static byte[] withLength(byte[] attributes) {
      int head = attributes.length < 0xff00 ? 2 : 6;
      int length = head + attributes.length;
      ByteBuffer block = ByteBuffer.allocate(length + padding(length));
      if (head == 2) {
        block.putShort((short) attributes.length);
      } else {
        block.putShort((short) 0xfffe).putInt(attributes.length);
      }
      return block.put(attributes).array();
    }

    private static int padding(long length) {
      return (int) ((BLOCK - length % BLOCK) % BLOCK);
    }
  }
}
