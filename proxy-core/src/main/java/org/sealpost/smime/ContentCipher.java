package org.sealpost.smime;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.sealpost.mime.Content;

/** A content-encryption algorithm with its parameters (RFC 3370 §5, RFC 3565, RFC 5084). */
sealed interface ContentCipher {
  /** As in {@code AES-256-CBC}. */
  String name();

  /** Whether today's senders must not use it. */
  boolean weak();

  /** In bytes. */
  int keyLength();

  /** The JDK's cipher, ready to decrypt; of an AEAD without its check. */
  Cipher decryptor(byte[] key) throws GeneralSecurityException;

  /** One that pads and checks nothing. */
  record Cbc(
      String name,
      boolean weak,
      int keyLength,
      String keyAlgorithm,
      AlgorithmParameterSpec parameters)
      implements ContentCipher {
    @Override
    public Cipher decryptor(byte[] key) throws GeneralSecurityException {
      Cipher cipher = Cipher.getInstance(keyAlgorithm + "/CBC/PKCS5Padding");
      cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, keyAlgorithm), parameters);
      return cipher;
    }
  }

  /** One whose tag tells whether the plaintext is the sender's. */
  record Authenticated(String name, int keyLength, AeadTag mode, int tagLength)
      implements ContentCipher {
    @Override
    public boolean weak() {
      return false;
    }

    @Override
    public Cipher decryptor(byte[] key) throws GeneralSecurityException {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(key, "AES"),
          new IvParameterSpec(mode.firstCounter()));
      return cipher;
    }

    /** The tag over {@code plaintext} and the attributes that are authenticated with it. */
    byte[] tag(byte[] key, byte[] attributes, Content plaintext)
        throws GeneralSecurityException, IOException {
      return mode.tag(key, attributes, plaintext, tagLength);
    }
  }
}
