package org.sealpost.smime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;
import org.sealpost.mime.Entity;
import org.sealpost.mime.Spool;
import org.sealpost.mime.SpoolFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decrypts EnvelopedData (RFC 5652 §6) and AuthEnvelopedData (RFC 5083), streaming into a spool:
 * memory does not grow with the mail. No plaintext is given away before its end, and its tag where
 * it has one, was found good. Whether a key, a padding or the structure was wrong cannot be told
 * from the answer. Thread-safe.
 */
public final class Decryptor {
  private static final Logger LOG = LoggerFactory.getLogger(Decryptor.class);
  private static final Words WORDS = Words.beside(Decryptor.class);
  private static final int BUFFER_SIZE = 32 * 1024;

  private final SpoolFactory spools;
  private final boolean allowRc2;

  /**
   * A decryptor.
   *
   * @param allowRc2 whether RC2 (40 bits upward) is opened; 3DES always is
   */
  public Decryptor(SpoolFactory spools, boolean allowRc2) {
    this.spools = spools;
    this.allowRc2 = allowRc2;
  }

  /**
   * Decrypts an entity of kind {@link SmimeKind#ENCRYPTED}. Where several of our keys are among the
   * recipients they are tried in the mail's order, one private-key operation each, at most eight.
   *
   * @throws Failure if it cannot be opened now (no card, no PIN)
   */
  public Decryption decrypt(Entity entity, RecipientKeys keys) throws IOException, Failure {
    try {
      return decryptOrRefuse(entity, keys);
    } catch (Refused e) {
      return new Decryption.Undecryptable(e.words());
    } catch (DamagedCms e) {
      LOG.debug("an encrypted part is damaged: {}", e.toString());
      return damaged();
    }
  }

  private Decryption decryptOrRefuse(Entity entity, RecipientKeys keys)
      throws IOException, Failure, Refused {
    List<WrappedKey> wrappedKeys;
    ContentCipher cipher;
    try (EnvelopeReader envelope = new EnvelopeReader(CmsBody.open(entity))) {
      wrappedKeys = OurRecipients.find(envelope, keys);
      if (wrappedKeys.isEmpty()) {
        return new Decryption.NotForUs();
      }
      cipher = ContentCiphers.of(envelope.algorithm(), envelope.authenticated(), allowRc2);
    }
    Optional<Failure> notNow = Optional.empty();
    for (WrappedKey wrapped : wrappedKeys) {
      try {
        Spool plaintext = open(entity, cipher, wrapped);
        return new Decryption.Decrypted(
            plaintext, cipher instanceof ContentCipher.Authenticated, cipher.name(), cipher.weak());
      } catch (GeneralSecurityException e) {
        LOG.debug("a recipient's key does not open the content: {}", e.toString());
      } catch (Failure e) {
        // A permanent one says that the token cannot make sense of what was wrapped.
        if (e.temporary() && notNow.isEmpty()) {
          notNow = Optional.of(e);
        }
      }
    }
    if (notNow.isPresent()) {
      throw notNow.get();
    }
    return damaged();
  }

  private static Decryption damaged() {
    return new Decryption.Undecryptable(WORDS.phrase("undecryptable.damaged"));
  }

  private Spool open(Entity entity, ContentCipher cipher, WrappedKey wrapped)
      throws IOException, Failure, GeneralSecurityException, Refused {
    byte[] key = wrapped.open(cipher.keyLength());
    Spool plaintext = spools.create();
    boolean good = false;
    try (EnvelopeReader envelope = new EnvelopeReader(CmsBody.open(entity))) {
      if (key.length != cipher.keyLength()) {
        throw new GeneralSecurityException("a content key of " + key.length + " bytes");
      }
      envelope.algorithm();
      long length = decrypt(envelope.content(), cipher.decryptor(key), plaintext);
      // The JDK takes it for an empty plaintext, but padding is at least a block.
      if (length == 0 && cipher instanceof ContentCipher.Cbc) {
        throw new GeneralSecurityException("no padding");
      }
      if (cipher instanceof ContentCipher.Authenticated authenticated) {
        check(authenticated, key, envelope.trailer(), plaintext);
      }
      good = true;
      return plaintext;
    } finally {
      Arrays.fill(key, (byte) 0);
      if (!good) {
        plaintext.close();
      }
    }
  }

  /** How many bytes it took. */
  private static long decrypt(InputStream content, Cipher cipher, Spool plaintext)
      throws IOException, GeneralSecurityException {
    long length = 0;
    byte[] encrypted = new byte[BUFFER_SIZE];
    byte[] decrypted = new byte[BUFFER_SIZE + 32];
    try (OutputStream out = plaintext.out()) {
      for (int count = content.read(encrypted); count >= 0; count = content.read(encrypted)) {
        out.write(decrypted, 0, cipher.update(encrypted, 0, count, decrypted));
        length += count;
      }
      out.write(decrypted, 0, cipher.doFinal(decrypted, 0));
    }
    return length;
  }

  private static void check(
      ContentCipher.Authenticated cipher,
      byte[] key,
      EnvelopeReader.Trailer trailer,
      Spool plaintext)
      throws IOException, GeneralSecurityException {
    byte[] tag = cipher.tag(key, trailer.attributes(), plaintext);
    if (!MessageDigest.isEqual(tag, trailer.mac())) {
      throw new GeneralSecurityException("the authentication tag does not hold");
    }
  }
}
