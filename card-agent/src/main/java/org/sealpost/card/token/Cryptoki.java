package org.sealpost.card.token;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.sealpost.card.api.DigestAlgorithm;

/**
 * The part of one PKCS#11 module (OASIS PKCS#11 v2.40) that cards need, as plain values. Calls
 * block for as long as the module takes.
 */
interface Cryptoki {
  /** What the library calls itself, and its version. */
  String description();

  /** All slots, with and without a token. */
  List<SlotState> slots() throws CryptokiException;

  /** What the token in the slot says of itself. */
  TokenFacts token(long slot) throws CryptokiException;

  /** The token's mechanisms (CKM) with their flags (CKF). */
  Map<Long, Long> mechanisms(long slot) throws CryptokiException;

  /** Opens a read-only session with the token in the slot. */
  Session open(long slot) throws CryptokiException;

  /** Ends the use of the module and begins it anew: every session is gone. */
  void restart() throws CryptokiException;

  /** Makes several calls; in a {@link SerialCryptoki} no other thread's come between them. */
  default <T> T inOneTurn(Calls<T> calls) throws CryptokiException {
    return calls.run();
  }

  /** Calls that belong together. */
  interface Calls<T> {
    T run() throws CryptokiException;
  }

  /** A reader. */
  record SlotState(long id, String name, boolean tokenPresent) {}

  /**
   * CK_TOKEN_INFO.
   *
   * @param flags CKF
   */
  record TokenFacts(String label, String serial, long minPin, long maxPin, long flags) {
    boolean has(long flag) {
      return (flags & flag) != 0;
    }
  }

  /** A certificate object: its CKA_ID and CKA_VALUE. */
  record CertificateObject(byte[] id, byte[] value) {}

  /** A public key object. */
  record PublicKeyObject(byte[] id, SubjectPublicKeyInfo key) {}

  /**
   * A private key object.
   *
   * @param handle valid as long as the session
   * @param alwaysAuthenticate whether each operation needs a login of its own
   * @param modulus of an RSA key, where the token tells it
   */
  record PrivateKeyObject(
      long handle, byte[] id, boolean alwaysAuthenticate, Optional<BigInteger> modulus) {}

  /** A mechanism with its parameters. */
  sealed interface Mechanism {
    /** PKCS#1 v1.5, over a DigestInfo of the caller's. */
    record RsaPkcs1() implements Mechanism {}

    /** The bare exponentiation. */
    record RsaRaw() implements Mechanism {}

    /** Over a digest; a salt as long as the digest, MGF1 with the same digest. */
    record RsaPss(DigestAlgorithm digest) implements Mechanism {}

    record RsaOaep(DigestAlgorithm digest, DigestAlgorithm mgf1, byte[] label)
        implements Mechanism {}

    /** Over a digest no longer than the curve's order; gives r and s side by side. */
    record Ecdsa() implements Mechanism {}
  }

  /** Whose PIN a login is with. */
  enum Login {
    /** For the session's token. */
    USER,
    /** For the one operation that was begun just before. */
    CONTEXT_SPECIFIC
  }

  /** What lies between the beginning of an operation and its end. */
  interface Authorization {
    void run() throws CryptokiException;
  }

  /** A session with a token. */
  interface Session extends AutoCloseable {
    /** Whether the session still exists; found out without a word to the card. */
    boolean exists();

    /** Whether the user is logged in, in this session's view. */
    boolean loggedIn() throws CryptokiException;

    /**
     * Submits the PIN once.
     *
     * @param pin empty where it is typed on the reader's pad
     */
    void login(Login kind, Optional<char[]> pin) throws CryptokiException;

    void logout() throws CryptokiException;

    List<CertificateObject> certificates() throws CryptokiException;

    /** Those of kinds that are understood. */
    List<PublicKeyObject> publicKeys() throws CryptokiException;

    /** None before the login. */
    List<PrivateKeyObject> privateKeys() throws CryptokiException;

    byte[] sign(Mechanism mechanism, PrivateKeyObject key, Authorization before, byte[] data)
        throws CryptokiException;

    byte[] decrypt(Mechanism mechanism, PrivateKeyObject key, Authorization before, byte[] data)
        throws CryptokiException;

    /**
     * ECDH without a key derivation function.
     *
     * @param point the other side's, uncompressed
     * @param length of the secret: the field's
     */
    byte[] agree(PrivateKeyObject key, byte[] point, int length) throws CryptokiException;

    /** Closes the session; one that is gone already is no error. */
    @Override
    void close();
  }
}
