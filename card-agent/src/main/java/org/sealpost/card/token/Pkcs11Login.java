package org.sealpost.card.token;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealpost.card.api.CardCertificate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xipki.pkcs11.wrapper.PKCS11Constants;

/**
 * A login to a card: the session that it stands on, and the PIN where a key wants it again for each
 * operation. The PIN may be forgotten by any thread, also in the middle of an operation; all else
 * belongs to the card's thread.
 */
final class Pkcs11Login {
  private static final Logger LOG = LoggerFactory.getLogger(Pkcs11Login.class);

  private static final long TROUBLES =
      PKCS11Constants.CKF_USER_PIN_COUNT_LOW
          | PKCS11Constants.CKF_USER_PIN_FINAL_TRY
          | PKCS11Constants.CKF_USER_PIN_LOCKED;

  private final Pkcs11Token.Place place;
  private final boolean onPad;
  private Cryptoki.Session session;
  private List<CardCertificate> certificates = List.of();

  /** Empty until they were read; who waits for the card's thread asks for them too. */
  private volatile Optional<Map<String, TokenContents.Held>> keys = Optional.empty();

  /** Some modules keep showing what the right PIN has put right. */
  private long troublesAtLogin;

  private Map<Long, Long> mechanisms = Map.of();
  private Optional<char[]> keptPin = Optional.empty();
  private boolean pinForgotten;

  private Pkcs11Login(Pkcs11Token.Place place, boolean onPad, Cryptoki.Session session) {
    this.place = place;
    this.onPad = onPad;
    this.session = session;
  }

  /**
   * Logs in, and no more: what it throws may mean that the PIN was wrong. What the login opens has
   * yet to be {@link #read}.
   *
   * @param pin empty where it is typed on the reader's pad; remains the caller's to wipe
   * @param submission tells whether the PIN was sent
   */
  static Pkcs11Login open(Pkcs11Token.Place place, Optional<char[]> pin, Submission submission)
      throws CryptokiException {
    return place
        .cryptoki()
        .inOneTurn(
            () -> {
              Cryptoki.Session session = place.cryptoki().open(place.slot());
              Pkcs11Login login = new Pkcs11Login(place, pin.isEmpty(), session);
              try {
                login.submit(pin, submission);
              } catch (CryptokiException | RuntimeException e) {
                session.close();
                throw e;
              }
              return login;
            });
  }

  /**
   * Reads the keys and their certificates.
   *
   * @param pin the one that was right, to be kept if a key wants it for each operation; empty where
   *     it is not known
   */
  void read(Optional<char[]> pin) throws CryptokiException {
    readKeys();
    if (keys().values().stream().anyMatch(key -> key.object().alwaysAuthenticate())) {
      keep(pin);
    }
  }

  boolean isRead() {
    return keys.isPresent();
  }

  /** None before they were read. */
  Map<String, TokenContents.Held> keys() {
    return keys.orElse(Map.of());
  }

  /** The certificates of the keys. */
  List<CardCertificate> certificates() {
    return certificates;
  }

  /** Whether {@link #renew} can do without the user. */
  synchronized boolean isRenewable() {
    return keptPin.isPresent();
  }

  /** Logs in again, with the PIN that was right before, after another program ended the login. */
  void renew() throws CryptokiException {
    char[] pin = pin().orElseThrow();
    try {
      place.cryptoki().inOneTurn(() -> submitAgain(pin));
      readKeys();
    } finally {
      Arrays.fill(pin, '\0');
      if (!isRead()) {
        // Nothing tells any more whether the card is given a wrong one elsewhere.
        forgetPin();
      }
    }
  }

  /** How to reach a key; empty if it is not there. */
  Optional<CardKey.Access> access(String keyId) {
    return Optional.ofNullable(keys().get(keyId))
        .map(
            held ->
                new CardKey.Access(
                    session,
                    held.object(),
                    held.object().alwaysAuthenticate() ? this::authenticate : () -> {},
                    mechanisms));
  }

  /** Wipes the PIN; none is kept from then on. May be called by any thread. */
  synchronized void forgetPin() {
    pinForgotten = true;
    keptPin.ifPresent(pin -> Arrays.fill(pin, '\0'));
    keptPin = Optional.empty();
  }

  /** Ends the login. */
  void close() {
    forgetPin();
    try {
      session.logout();
    } catch (CryptokiException e) {
      LOG.debug("the login was gone before it was ended", e);
    }
    session.close();
  }

  private Void submitAgain(char[] pin) throws CryptokiException {
    requireUntroubled();
    session.close();
    session = place.cryptoki().open(place.slot());
    submit(Optional.of(pin), new Submission());
    return null;
  }

  /**
   * A module that is logged in already takes any PIN without looking at it, so that login is ended
   * first. All in one turn: what is in the reader stays known up to the PIN.
   */
  private void submit(Optional<char[]> pin, Submission submission) throws CryptokiException {
    if (session.loggedIn()) {
      session.logout();
    }
    requireSameCard(facts());
    if (!submission.send()) {
      throw new CryptokiException(PKCS11Constants.CKR_FUNCTION_CANCELED);
    }
    session.login(Cryptoki.Login.USER, pin);
    keys = Optional.empty();
  }

  private void readKeys() throws CryptokiException {
    troublesAtLogin = troubles(facts());
    mechanisms = place.cryptoki().mechanisms(place.slot());
    TokenContents contents = TokenContents.read(session);
    Map<String, TokenContents.Held> read = contents.keys(session.privateKeys());
    certificates = contents.certificatesOf(read);
    keys = Optional.of(read);
  }

  private void authenticate() throws CryptokiException {
    if (onPad) {
      session.login(Cryptoki.Login.CONTEXT_SPECIFIC, Optional.empty());
      return;
    }
    requireUntroubled();
    char[] pin =
        pin().orElseThrow(() -> new CryptokiException(PKCS11Constants.CKR_USER_NOT_LOGGED_IN));
    try {
      session.login(Cryptoki.Login.CONTEXT_SPECIFIC, Optional.of(pin));
    } finally {
      Arrays.fill(pin, '\0');
    }
  }

  /**
   * The kept PIN was right; where another program has given the card a wrong one since, or changed
   * it, it may no longer be. Then no try is spent on it without the user.
   */
  private void requireUntroubled() throws CryptokiException {
    Cryptoki.TokenFacts facts = facts();
    requireSameCard(facts);
    if ((troubles(facts) & ~troublesAtLogin) != 0) {
      LOG.info("the card was given a wrong PIN elsewhere, so the session ends");
      forgetPin();
      throw new CryptokiException(PKCS11Constants.CKR_USER_NOT_LOGGED_IN);
    }
  }

  /** The PIN was typed for the card that came to this place, and is for no other. */
  private void requireSameCard(Cryptoki.TokenFacts facts) throws CryptokiException {
    boolean same =
        facts.serial().equals(place.facts().serial())
            && facts.label().equals(place.facts().label());
    if (!same || !place.lasts().getAsBoolean()) {
      throw new CryptokiException(PKCS11Constants.CKR_DEVICE_REMOVED);
    }
  }

  private Cryptoki.TokenFacts facts() throws CryptokiException {
    return place.cryptoki().token(place.slot());
  }

  private static long troubles(Cryptoki.TokenFacts facts) {
    return facts.flags() & TROUBLES;
  }

  private synchronized void keep(Optional<char[]> pin) {
    if (!pinForgotten) {
      keptPin = pin.map(char[]::clone);
    }
  }

  /** A copy, so that the card never gets one that was wiped meanwhile. */
  private synchronized Optional<char[]> pin() {
    return keptPin.map(char[]::clone);
  }
}
