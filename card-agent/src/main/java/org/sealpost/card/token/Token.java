package org.sealpost.card.token;

import java.util.List;
import java.util.Optional;
import org.sealpost.card.api.CardCertificate;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.KeyTransport;
import org.sealpost.card.api.SignatureAlgorithm;
import org.sealpost.card.api.Told;

/**
 * A card, or a file that serves as one: presence, certificates, login and the private-key
 * primitives, and nothing of prompts, sessions or sockets. An implementation never asks for a PIN
 * and never uses one twice. Not safe for use by several threads: the caller serialises.
 *
 * <p>Errors are {@link CardException}s with words for the user; {@code TOKEN_ABSENT} and {@code
 * TOKEN_FAILED} can come from every method that throws.
 */
public interface Token {
  /** Stable over restarts. */
  String id();

  /** What the user knows it by. */
  String label();

  /** The reader's name, or the file's path. */
  String reader();

  /**
   * Whether it is there now. A login does not outlive the token's absence or its exchange for
   * another.
   */
  boolean present();

  /** Why it can do nothing although it is there, and what to do: sentences for the user. */
  default Optional<Told> problem() {
    return Optional.empty();
  }

  /** Whether the private keys can be used now. */
  boolean loggedIn();

  /** How it takes its PIN, and what it says of the tries left. */
  PinStatus pinStatus();

  /**
   * The certificates that have a private key here, in a stable order; empty while they can be read
   * only after a login. They stay known after {@link #logout}.
   */
  Optional<List<CardCertificate>> certificates();

  /** Fails where a login cannot succeed whatever the PIN, so that the user is not asked in vain. */
  void checkBeforeLogin() throws CardException;

  /**
   * Submits the PIN once. It returns where the PIN was right, though the keys that it opens may not
   * be readable; what is wrong with them shows when one is used.
   *
   * @param pin remains the caller's to wipe
   * @throws CardException {@code PIN_WRONG} or {@code PIN_BLOCKED}; {@code NOT_SUPPORTED} if the
   *     PIN was right and opens nothing
   */
  void login(char[] pin) throws CardException;

  /**
   * Has the user type the PIN on the reader's pad, where {@link #pinStatus} says so; blocks
   * meanwhile.
   *
   * @throws CardException {@code PIN_WRONG}, {@code PIN_BLOCKED}, {@code PIN_CANCELLED} or {@code
   *     NOT_SUPPORTED}
   */
  void loginOnPad() throws CardException;

  /** Forgets the private keys. */
  void logout();

  /**
   * As {@link org.sealpost.card.api.CardAgent#sign}.
   *
   * @throws CardException {@code LOCKED}, {@code KEY_ABSENT}, {@code NOT_SUPPORTED} or {@code
   *     BAD_REQUEST}; {@code PIN_WRONG} if the PIN that the session was opened with is no longer
   *     right, which has spent a try
   */
  byte[] sign(String keyId, SignatureAlgorithm algorithm, byte[] digest) throws CardException;

  /**
   * As {@link org.sealpost.card.api.CardAgent#decrypt}.
   *
   * @throws CardException {@code LOCKED}, {@code KEY_ABSENT}, {@code NOT_SUPPORTED} or {@code
   *     BAD_REQUEST}; never for what is inside a PKCS#1 v1.5 block
   */
  byte[] decrypt(String keyId, KeyTransport algorithm, byte[] wrappedKey, int expectedLength)
      throws CardException;

  /**
   * As {@link org.sealpost.card.api.CardAgent#agree}.
   *
   * @throws CardException {@code LOCKED}, {@code KEY_ABSENT}, {@code NOT_SUPPORTED} or {@code
   *     BAD_REQUEST}
   */
  byte[] agree(String keyId, byte[] ephemeralPublicKey) throws CardException;
}
