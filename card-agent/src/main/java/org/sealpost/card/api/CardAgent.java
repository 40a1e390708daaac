package org.sealpost.card.api;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the proxy may ask of the card-agent: the tokens it holds, and one private-key operation at a
 * time. Calls block the calling (virtual) thread; each is bounded by its {@code wait} or, where it
 * has none, by the client's own deadline. An operation on a locked token makes the agent prompt for
 * the PIN; when {@code wait} passes first the call fails with {@link CardError#PIN_PENDING} and the
 * prompt stays up, so that a later call succeeds. Implementations are safe for use by many threads.
 */
public interface CardAgent extends AutoCloseable {

  /**
   * The tokens that are configured or were seen and not forgotten, in a stable order; one that is
   * not there, or never was, is {@link TokenState#ABSENT}. Never prompts.
   */
  List<TokenInfo> tokens() throws CardException;

  /**
   * The PKCS#11 modules that cards are reached through, and their readers. The cards are asked for
   * their state anew, so that {@link #tokens} tells afterwards what other programs have done to
   * them; no PIN is sent.
   */
  List<ModuleReport> modules() throws CardException;

  /**
   * Opens a PIN session, prompting where the token is locked. The answer lists the certificates,
   * also those that could not be read before.
   */
  TokenInfo unlock(String tokenId, Purpose purpose, Duration wait) throws CardException;

  /** Ends every PIN session. Certificates stay known. */
  void lock() throws CardException;

  /**
   * Forgets a card that is in no reader: it is no longer among the {@link #tokens}, and its
   * certificates are known no more, until it is put in again. What is counted of its wrong PINs is
   * kept, in memory and on disk: to forget a card must not give tries back.
   *
   * @throws CardException {@code TOKEN_ABSENT} if no token has this id, {@code BAD_REQUEST} if the
   *     card is in a reader or is a file that is configured, {@code TOKEN_FAILED} if what is
   *     remembered on disk cannot be removed
   */
  void forget(String tokenId) throws CardException;

  /**
   * Signs a digest.
   *
   * @param digest the value itself, as long as {@code algorithm.digest()} says; for RSA PKCS#1 v1.5
   *     the agent adds the DigestInfo
   * @return the signature as CMS carries it: for ECDSA the DER sequence of r and s
   */
  byte[] sign(
      KeyRef key, SignatureAlgorithm algorithm, byte[] digest, Purpose purpose, Duration wait)
      throws CardException;

  /**
   * Unwraps a content-encryption key that was encrypted with RSA.
   *
   * @param expectedLength the length in bytes that the content cipher needs. With PKCS#1 v1.5 a bad
   *     padding or another length is not told: a random key of this length comes back (RFC 3218
   *     §2.3)
   */
  byte[] decrypt(
      KeyRef key,
      KeyTransport algorithm,
      byte[] wrappedKey,
      int expectedLength,
      Purpose purpose,
      Duration wait)
      throws CardException;

  /**
   * Elliptic-curve Diffie-Hellman (RFC 5753).
   *
   * @param ephemeralPublicKey the sender's key as a DER SubjectPublicKeyInfo on the token key's
   *     curve
   * @return the shared secret: the x coordinate, as long as the field
   */
  byte[] agree(KeyRef key, byte[] ephemeralPublicKey, Purpose purpose, Duration wait)
      throws CardException;

  /** Adds a listener to what happens to tokens; it is called on a thread of the client's. */
  void onEvent(Consumer<TokenEvent> listener);

  @Override
  void close();
}
