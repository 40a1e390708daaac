package org.sealpost.card.agent;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.sealpost.card.api.CardCertificate;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.KeyTransport;
import org.sealpost.card.api.SignatureAlgorithm;
import org.sealpost.card.api.Told;
import org.sealpost.card.token.PinStatus;
import org.sealpost.card.token.Token;

/** A token whose PIN is 1234 and that fails the test's expectations loudly. */
class FakeToken implements Token {
  static final String PIN = "1234";

  final AtomicInteger logins = new AtomicInteger();
  final AtomicInteger atWork = new AtomicInteger();
  volatile boolean present = true;
  volatile boolean loggedIn;
  volatile PinStatus pinStatus = PinStatus.unlimited();
  volatile Optional<List<CardCertificate>> certificates = Optional.of(List.of());
  volatile Optional<Told> problem = Optional.empty();
  private final String id;

  FakeToken(String id) {
    this.id = id;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String label() {
    return "card " + id;
  }

  @Override
  public String reader() {
    return "reader";
  }

  @Override
  public boolean present() {
    if (!present) {
      loggedIn = false;
    }
    return present;
  }

  @Override
  public boolean loggedIn() {
    return loggedIn;
  }

  @Override
  public PinStatus pinStatus() {
    return pinStatus;
  }

  @Override
  public Optional<Told> problem() {
    return problem;
  }

  @Override
  public Optional<List<CardCertificate>> certificates() {
    return certificates;
  }

  @Override
  public void checkBeforeLogin() throws CardException {
    if (!present) {
      throw new CardException(CardError.TOKEN_ABSENT, "absent");
    }
    if (problem.isPresent()) {
      throw new CardException(CardError.TOKEN_FAILED, problem.get());
    }
  }

  @Override
  public void login(char[] pin) throws CardException {
    logins.incrementAndGet();
    if (!new String(pin).equals(PIN)) {
      throw new CardException(CardError.PIN_WRONG, "wrong");
    }
    loggedIn = true;
  }

  @Override
  public void loginOnPad() throws CardException {
    logins.incrementAndGet();
    loggedIn = true;
  }

  @Override
  public void logout() {
    loggedIn = false;
  }

  @Override
  public byte[] sign(String keyId, SignatureAlgorithm algorithm, byte[] digest)
      throws CardException {
    if (!loggedIn) {
      throw new CardException(CardError.LOCKED, "locked");
    }
    if (atWork.incrementAndGet() != 1) {
      throw new CardException(CardError.TOKEN_FAILED, "two operations at once");
    }
    Thread.onSpinWait();
    atWork.decrementAndGet();
    return digest;
  }

  @Override
  public byte[] decrypt(
      String keyId, KeyTransport algorithm, byte[] wrappedKey, int expectedLength) {
    return new byte[expectedLength];
  }

  @Override
  public byte[] agree(String keyId, byte[] ephemeralPublicKey) {
    return new byte[32];
  }
}
