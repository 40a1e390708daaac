package org.sealpost.card.token;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.sealpost.card.api.CardCertificate;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.KeyPurpose;
import org.sealpost.card.api.KeyTransport;
import org.sealpost.card.api.SignatureAlgorithm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A card behind a PKCS#11 module, known by its serial number wherever it is put in. {@link
 * Pkcs11Module} tells it where it is; that may happen at any time and on another thread than the
 * rest.
 */
final class Pkcs11Token implements Token {
  /**
   * Where the card is, and what it said of itself when it came.
   *
   * @param arrival tells one stay from the next in the same reader
   * @param lasts whether it is still the card that came; the module is asked, and in its turn
   */
  record Place(
      Cryptoki cryptoki,
      long slot,
      String reader,
      Cryptoki.TokenFacts facts,
      long arrival,
      BooleanSupplier lasts) {}

  /** What is done with a key. */
  private interface Operation<T> {
    T run(CardKey key, CardKey.Access access) throws CryptokiException, CardException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Pkcs11Token.class);

  /** Longer than any card computes, shorter than a mail client waits. */
  private static final Duration OPERATION = Duration.ofSeconds(30);

  private static final Duration QUESTION = Duration.ofSeconds(5);

  /** Someone finds the reader's pad and types. */
  private static final Duration PAD = Duration.ofMinutes(2);

  private final RememberedCard card;
  private final String label;
  private final CardThread thread;

  private volatile Optional<Place> place = Optional.empty();
  private volatile Optional<Pkcs11Login> login = Optional.empty();
  private volatile PinStatus pinStatus =
      new PinStatus(PinStatus.Entry.PROMPT, 0, Integer.MAX_VALUE, PinStatus.Tries.UNTOLD);

  /**
   * @param known the card as it was seen before, if its certificates are to be believed until it is
   *     read again
   * @param changed is called when certificates were read
   */
  Pkcs11Token(KnownCards memory, KnownCards.Card known, Runnable changed) {
    this.card = new RememberedCard(memory, known, changed);
    this.label = known.label();
    this.thread = new CardThread("card " + known.label());
  }

  /** The card is, or still is, in a reader. */
  synchronized void here(Place now) {
    Optional<Place> before = place;
    place = Optional.of(now);
    card.seen(now.reader());
    if (before.isEmpty() || before.get().arrival() != now.arrival()) {
      pinStatus = PinFlags.read(now.facts());
      dropLogin();
      thread.later(() -> readCertificates(now));
    }
  }

  /** The card is in no reader. */
  void gone() {
    place = Optional.empty();
    dropLogin();
  }

  /** Whether it is one of the user's cards: it is there, or was and is not forgotten. */
  boolean listed() {
    return card.listed();
  }

  /** As {@link TokenSource#forget}. */
  synchronized boolean forget() throws CardException {
    // Under the lock that its coming takes, so it stays away until it is forgotten.
    return !present() && card.forget();
  }

  boolean is(Cryptoki.TokenFacts facts) {
    return card.is(facts);
  }

  @Override
  public String id() {
    return card.id();
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public String reader() {
    return card.reader();
  }

  @Override
  public boolean present() {
    return place.isPresent();
  }

  @Override
  public PinStatus pinStatus() {
    return pinStatus;
  }

  @Override
  public Optional<List<CardCertificate>> certificates() {
    return card.certificates();
  }

  /** Another program may have ended the login meanwhile; that shows when it is used. */
  @Override
  public boolean loggedIn() {
    return login.isPresent() && place.isPresent();
  }

  @Override
  public void checkBeforeLogin() throws CardException {
    Place now = requirePlace();
    try {
      pinStatus =
          PinFlags.read(thread.call(QUESTION, () -> now.cryptoki().token(now.slot()), () -> {}));
    } catch (CryptokiException e) {
      throw Pkcs11Failures.of(e, label);
    }
  }

  @Override
  public void login(char[] pin) throws CardException {
    char[] copy = pin.clone();
    Runnable wipe = () -> Arrays.fill(copy, '\0');
    try {
      logIn(Optional.of(copy), OPERATION);
    } finally {
      // In its turn: a login that was given up may still be reading it.
      thread.later(wipe);
    }
  }

  @Override
  public void loginOnPad() throws CardException {
    if (pinStatus.entry() != PinStatus.Entry.PAD) {
      throw TokenErrors.notSupported("pad.none", label);
    }
    logIn(Optional.empty(), PAD);
  }

  @Override
  public void logout() {
    dropLogin();
  }

  @Override
  public byte[] sign(String keyId, SignatureAlgorithm algorithm, byte[] digest)
      throws CardException {
    return operate(
        keyId,
        KeyPurpose.SIGN,
        (key, access) -> {
          Arguments.requireDigest(algorithm, digest);
          return key.sign(access, algorithm, digest);
        });
  }

  @Override
  public byte[] decrypt(String keyId, KeyTransport algorithm, byte[] wrappedKey, int expectedLength)
      throws CardException {
    return operate(
        keyId,
        KeyPurpose.DECRYPT,
        (key, access) -> {
          Arguments.requireContentKeyLength(expectedLength);
          return key.decrypt(access, algorithm, wrappedKey, expectedLength);
        });
  }

  @Override
  public byte[] agree(String keyId, byte[] ephemeralPublicKey) throws CardException {
    return operate(
        keyId, KeyPurpose.DECRYPT, (key, access) -> key.agree(access, ephemeralPublicKey));
  }

  /** Ends the login and the thread, and waits a little for the card to be told. */
  void close() {
    dropLogin();
    thread.close();
  }

  private void logIn(Optional<char[]> pin, Duration patience) throws CardException {
    Submission submission = new Submission();
    try {
      logIn(requirePlace(), pin, patience, submission);
    } catch (CardException e) {
      throw submission.withdraw() ? new PinNotSentException(e) : e;
    }
  }

  private void logIn(Place now, Optional<char[]> pin, Duration patience, Submission submission)
      throws CardException {
    dropLogin();
    AtomicReference<Optional<Pkcs11Login>> opening = new AtomicReference<>(Optional.empty());
    try {
      Pkcs11Login opened =
          thread.call(
              patience,
              () -> {
                Pkcs11Login open = Pkcs11Login.open(now, pin, submission);
                opening.set(Optional.of(open));
                return open;
              },
              () -> opening.get().ifPresent(Pkcs11Login::close));
      if (begin(now, opened)) {
        readAfterLogin(opened, pin);
      }
    } catch (CryptokiException e) {
      throw Pkcs11Failures.of(e, label);
    } finally {
      thread.later(() -> refresh(now));
    }
  }

  /** Whether the card is still there for what was opened. */
  private synchronized boolean begin(Place at, Pkcs11Login opened) {
    boolean stays = place.filter(now -> now.arrival() == at.arrival()).isPresent();
    if (stays) {
      login = Optional.of(opened);
    } else {
      thread.later(opened::close);
    }
    return stays;
  }

  /**
   * The PIN was right, whatever becomes of the reading: an error of the login would be counted as a
   * wrong one. The first operation reads again, and says what is wrong if it still is.
   */
  private void readAfterLogin(Pkcs11Login opened, Optional<char[]> pin) throws CardException {
    try {
      read(opened, pin);
    } catch (CryptokiException | CardException e) {
      LOG.warn("{} took the PIN, and its keys cannot be read: {}", label, e.getMessage());
    }
    if (opened.isRead() && opened.keys().isEmpty()) {
      dropLogin();
      throw TokenErrors.notSupported("card.no-keys", label);
    }
  }

  private void read(Pkcs11Login opened, Optional<char[]> pin)
      throws CryptokiException, CardException {
    Void _ =
        thread.call(
            OPERATION,
            () -> {
              opened.read(pin);
              card.remember(opened.certificates());
              return null;
            },
            () -> {});
  }

  private <T> T operate(String keyId, KeyPurpose purpose, Operation<T> operation)
      throws CardException {
    Place now = requirePlace();
    Pkcs11Login current =
        login.orElseThrow(() -> TokenErrors.of(CardError.LOCKED, "token.locked", label));
    try {
      if (!current.isRead()) {
        read(current, Optional.empty());
      }
      requirePurpose(keyId, purpose);
      T result = thread.call(OPERATION, attempt(current, keyId, operation), this::dropLogin);
      return result;
    } catch (CryptokiException e) {
      if (e.isGone() || e.isLoggedOut() || e.isPinWrong()) {
        dropLogin();
      }
      if (e.isPinWrong()) {
        thread.later(() -> refresh(now));
      }
      throw Pkcs11Failures.of(e, label);
    }
  }

  /** Once more after a login that another program ended, if that takes no PIN from the user. */
  private <T> Callable<T> attempt(Pkcs11Login current, String keyId, Operation<T> operation) {
    return () -> {
      try {
        return run(current, keyId, operation);
      } catch (CryptokiException e) {
        if (!e.isLoggedOut() || !current.isRenewable()) {
          throw e;
        }
        LOG.info("{} was logged out by another program", label);
      }
      current.renew();
      return run(current, keyId, operation);
    };
  }

  private <T> T run(Pkcs11Login current, String keyId, Operation<T> operation)
      throws CryptokiException, CardException {
    CardKey.Access access =
        current
            .access(keyId)
            .orElseThrow(() -> TokenErrors.of(CardError.KEY_ABSENT, "key.absent", label));
    return operation.run(current.keys().get(keyId).operations(), access);
  }

  private void requirePurpose(String keyId, KeyPurpose purpose) throws CardException {
    List<CardCertificate> ofKey =
        card.certificates().orElse(List.of()).stream()
            .filter(certificate -> certificate.keyId().equals(keyId))
            .toList();
    if (ofKey.isEmpty()) {
      throw TokenErrors.of(CardError.KEY_ABSENT, "key.absent", label);
    }
    if (ofKey.stream().noneMatch(certificate -> certificate.purposes().contains(purpose))) {
      throw TokenErrors.notSupported(
          purpose == KeyPurpose.SIGN ? "key.cannot-sign" : "key.cannot-decrypt");
    }
  }

  private Place requirePlace() throws CardException {
    return place.orElseThrow(() -> TokenErrors.of(CardError.TOKEN_ABSENT, "card.absent", label));
  }

  /** The PIN is forgotten at once, the session is closed in its turn. */
  private synchronized void dropLogin() {
    login.ifPresent(
        ended -> {
          ended.forgetPin();
          thread.later(ended::close);
        });
    login = Optional.empty();
  }

  private void readCertificates(Place at) {
    try (Cryptoki.Session session = at.cryptoki().open(at.slot())) {
      card.remember(TokenContents.read(session).publiclyKnown());
    } catch (CryptokiException | RuntimeException e) {
      LOG.warn("the certificates of {} cannot be read: {}", label, e.getMessage());
    }
  }

  /** What the card says of its PIN after a login may have changed. */
  private void refresh(Place at) {
    try {
      pinStatus = PinFlags.read(at.cryptoki().token(at.slot()));
    } catch (CryptokiException e) {
      LOG.debug("{} does not tell of its PIN", label, e);
    }
  }
}
