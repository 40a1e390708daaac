package org.sealpost.card.agent;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * The PINs that one token found wrong in this process' life, kept as salted slow hashes so that
 * they are not found in its memory. Safe for use by many threads.
 */
final class WrongPins {
  private static final String MAC = "HmacSHA256";
  private static final int ROUNDS = 100_000;

  private final byte[] salt = new byte[16];
  private final List<byte[]> hashes = new CopyOnWriteArrayList<>();

  WrongPins() {
    new SecureRandom().nextBytes(salt);
  }

  void add(Pin pin) {
    hashes.add(hash(pin));
  }

  /** Adds what {@link #hash(Pin)} made of a PIN. */
  void add(byte[] hash) {
    hashes.add(hash);
  }

  /** What is kept of a PIN. */
  byte[] hash(Pin pin) {
    return hash(pin, salt, ROUNDS);
  }

  boolean contains(Pin pin) {
    if (hashes.isEmpty()) {
      return false;
    }
    byte[] wanted = hash(pin, salt, ROUNDS);
    return hashes.stream().anyMatch(hash -> MessageDigest.isEqual(hash, wanted));
  }

  /**
   * PBKDF2 with HMAC-SHA256 (RFC 8018 section 5.2), one block long. The JDK's own keeps the
   * password in memory until some time after the result has been collected as garbage.
   */
  static byte[] hash(Pin pin, byte[] salt, int rounds) {
    try (Octets password = Octets.of(pin)) {
      Mac mac = Mac.getInstance(MAC);
      mac.init(password);
      mac.update(salt);
      byte[] round = mac.doFinal(new byte[] {0, 0, 0, 1});
      byte[] sum = round.clone();
      for (int i = 1; i < rounds; i++) {
        round = mac.doFinal(round);
        for (int j = 0; j < sum.length; j++) {
          sum[j] ^= round[j];
        }
      }
      return sum;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A PIN as a key; its copies are wiped by {@link Mac#init} and by {@link #close}. */
  private static final class Octets implements SecretKey, AutoCloseable {
    private static final long serialVersionUID = 1L;
    private final transient byte[] octets;

    private Octets(byte[] octets) {
      this.octets = octets;
    }

    static Octets of(Pin pin) {
      return new Octets(pin.utf8());
    }

    @Override
    public String getAlgorithm() {
      return MAC;
    }

    @Override
    public String getFormat() {
      return "RAW";
    }

    @Override
    public byte[] getEncoded() {
      return octets.clone();
    }

    @Override
    public void close() {
      Arrays.fill(octets, (byte) 0);
    }
  }
}
