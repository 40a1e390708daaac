package org.sealpost.card.agent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.SignatureAlgorithm;
import org.sealpost.card.token.PinNotSentException;
import org.sealpost.card.token.PinStatus;
import org.sealpost.card.token.PinStatus.Entry;
import org.sealpost.card.token.PinStatus.Tries;

/** A card as people have it: a PIN of 4 to 8 characters, three tries, then it is locked. */
final class FakeCard extends FakeToken {
  static final int TRIES = 3;

  final List<String> submitted = Collections.synchronizedList(new ArrayList<>());
  final CompletableFuture<Void> padWaits = new CompletableFuture<>();
  private final SynchronousQueue<String> pad = new SynchronousQueue<>();
  volatile int left = TRIES;
  volatile boolean tells;
  volatile Entry entry = Entry.PROMPT;
  volatile Optional<CardError> nextLogin = Optional.empty();

  /** Whether what fails next fails before the PIN is sent. */
  volatile boolean keepsNextLoginBack;

  volatile Optional<CardError> nextSignature = Optional.empty();

  FakeCard(String id) {
    super(id);
  }

  @Override
  public PinStatus pinStatus() {
    return new PinStatus(entry, 4, 8, tells ? told() : Tries.UNTOLD);
  }

  private Tries told() {
    return switch (left) {
      case TRIES -> Tries.UNTOLD;
      case 1 -> Tries.FINAL;
      case 0 -> Tries.LOCKED;
      default -> Tries.LOW;
    };
  }

  @Override
  public void login(char[] pin) throws CardException {
    submitted.add(new String(pin));
    if (nextLogin.isPresent()) {
      CardError error = nextLogin.get();
      nextLogin = Optional.empty();
      CardException scripted = new CardException(error, "scripted");
      throw keepsNextLoginBack ? new PinNotSentException(scripted) : scripted;
    }
    verify(new String(pin));
  }

  /** Types on the reader's pad. */
  void type(String pin) throws InterruptedException {
    if (!pad.offer(pin, 30, TimeUnit.SECONDS)) {
      throw new AssertionError("the pad does not wait for a PIN");
    }
  }

  @Override
  public void loginOnPad() throws CardException {
    padWaits.complete(null);
    try {
      verify(pad.take());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CardException(CardError.PIN_CANCELLED, "stopped");
    }
  }

  private void verify(String pin) throws CardException {
    int _ = logins.incrementAndGet();
    if (left == 0) {
      throw new CardException(CardError.PIN_BLOCKED, "blocked");
    }
    if (!pin.equals(PIN)) {
      int remaining = left - 1;
      left = remaining;
      throw new CardException(CardError.PIN_WRONG, "wrong");
    }
    left = TRIES;
    loggedIn = true;
  }

  @Override
  public byte[] sign(String keyId, SignatureAlgorithm algorithm, byte[] digest)
      throws CardException {
    if (nextSignature.isPresent()) {
      CardError error = nextSignature.get();
      nextSignature = Optional.empty();
      throw new CardException(error, "scripted");
    }
    return super.sign(keyId, algorithm, digest);
  }
}
