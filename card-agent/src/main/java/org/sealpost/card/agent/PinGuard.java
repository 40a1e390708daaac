package org.sealpost.card.agent;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import org.sealpost.card.agent.FailureLedger.Entry;
import org.sealpost.card.agent.PinPrompt.Remark;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.Words;
import org.sealpost.card.token.PinNotSentException;
import org.sealpost.card.token.PinStatus;
import org.sealpost.card.token.PinStatus.Tries;
import org.sealpost.card.token.Token;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before each login to a token that locks itself: no PIN that cannot be right or was wrong
 * before is sent, each one that is sent is counted on the disk first, and the last try is kept for
 * a user who insists. A token that takes any number of PINs is let through. Not safe for use by
 * several threads: the caller serialises, as for the token; except {@link #remark}.
 */
final class PinGuard {
  /** The login itself. */
  private interface Attempt {
    void run() throws CardException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(PinGuard.class);

  private final Token token;
  private final FailureLedger ledger;
  private final int tries;
  private final WrongPins wrongPins = new WrongPins();
  private final Words words = Words.beside(PinGuard.class);
  private Optional<byte[]> inUse = Optional.empty();
  private boolean failedHere;
  private boolean saidBlocked;
  private int unwritten;

  /**
   * @param tries how many wrong PINs lock a token that does not tell
   */
  PinGuard(Token token, FailureLedger ledger, int tries) {
    this.token = token;
    this.ledger = ledger;
    this.tries = tries;
  }

  /**
   * Whether one more wrong PIN may lock the token.
   *
   * @throws CardException if what is known of the token cannot be read
   */
  boolean isFinalTry() throws CardException {
    PinStatus status = token.pinStatus();
    return isCounted(status) && (status.tries() == Tries.FINAL || failures(entry()) >= tries - 1);
  }

  /**
   * Refuses the last try.
   *
   * @param insisted whether the user knows that it is the last, and wants it
   * @throws CardException {@code PIN_FINAL_TRY}, or {@code TOKEN_FAILED} if the count cannot be
   *     read
   */
  void admit(boolean insisted) throws CardException {
    if (!isCounted(token.pinStatus())) {
      return;
    }
    learn();
    if (!insisted && isFinalTry()) {
      throw failure(
          CardError.PIN_FINAL_TRY, entry().damaged() ? "guard.damaged" : "guard.final-try");
    }
  }

  /** Why this PIN is not to be sent to the token, if it is not. Safe for use by many threads. */
  Optional<Remark> remark(PinStatus status, Pin pin) {
    if (!isCounted(status)) {
      return Optional.empty();
    }
    if (!status.fits(pin.characters().length)) {
      return Optional.of(new Remark.WrongLength(status.minLength(), status.maxLength()));
    }
    return wrongPins.contains(pin) ? Optional.of(new Remark.KnownWrong()) : Optional.empty();
  }

  /**
   * Submits the PIN once, or not at all.
   *
   * @param insisted as for {@link #admit}
   * @throws CardException as {@link Token#login} and {@link #admit}; {@code PIN_CANCELLED} for a
   *     PIN that is not to be sent; {@code TOKEN_FAILED} if it cannot be counted
   */
  void login(Pin pin, boolean insisted) throws CardException {
    PinStatus status = token.pinStatus();
    if (!isCounted(status)) {
      token.login(pin.characters());
      return;
    }
    admit(insisted);
    if (remark(status, pin).isPresent()) {
      throw failure(CardError.PIN_CANCELLED, "guard.not-sent");
    }
    try {
      submit(() -> token.login(pin.characters()));
      inUse = Optional.of(wrongPins.hash(pin));
    } catch (CardException e) {
      if (e.error() == CardError.PIN_WRONG || e.error() == CardError.PIN_BLOCKED) {
        wrongPins.add(pin);
      }
      throw e;
    }
  }

  /** As {@link #login}, with the PIN typed on the reader's pad. */
  void loginOnPad(boolean insisted) throws CardException {
    if (!isCounted(token.pinStatus())) {
      token.loginOnPad();
      return;
    }
    admit(insisted);
    submit(token::loginOnPad);
  }

  /** An operation submitted the session's PIN again, and it was no longer right. */
  void failedInOperation() {
    if (!isCounted(token.pinStatus())) {
      return;
    }
    failedHere = true;
    inUse.ifPresent(wrongPins::add);
    inUse = Optional.empty();
    try {
      Entry entry = entry();
      write(entry.withFailures(failures(entry) + 1));
    } catch (CardException e) {
      unwritten++;
      LOG.warn("a wrong PIN of {} is not on record: {}", token.label(), e.getMessage());
    }
  }

  /** Whether the token has locked itself, by its flags or by its last answer. */
  boolean isBlocked() {
    return saidBlocked || token.pinStatus().tries() == Tries.LOCKED;
  }

  /** The token was taken out: it may come back unlocked. */
  void gone() {
    saidBlocked = false;
  }

  /** PIN tries left, as far as known. */
  OptionalInt triesLeft() {
    Tries told = token.pinStatus().tries();
    if (told == Tries.UNLIMITED) {
      return OptionalInt.empty();
    }
    if (isBlocked()) {
      return OptionalInt.of(0);
    }
    if (told == Tries.FINAL) {
      return OptionalInt.of(1);
    }
    try {
      int failures = failures(entry());
      return failures > 0 ? OptionalInt.of(Math.max(1, tries - failures)) : OptionalInt.empty();
    } catch (CardException e) {
      LOG.debug("the tries left of {} are not known", token.label(), e);
      return OptionalInt.empty();
    }
  }

  private void submit(Attempt attempt) throws CardException {
    Entry entry = entry();
    int before = failures(entry);
    write(entry.withFailures(before + 1));
    try {
      attempt.run();
    } catch (PinNotSentException e) {
      writeIfPossible(entry.withFailures(before));
      throw e;
    } catch (CardException e) {
      settle(entry, before, e.error());
      throw e;
    }
    writeIfPossible(entry.withFailures(0));
  }

  /**
   * After a login that failed: the count stays raised wherever the token may have looked at the
   * PIN.
   */
  private void settle(Entry entry, int before, CardError error) {
    switch (error) {
      case PIN_WRONG -> failedHere = true;
      case PIN_BLOCKED -> {
        failedHere = true;
        saidBlocked = true;
        // Its flags may not say so; once it is unlocked, the user insists on the first PIN.
        writeIfPossible(entry.withFailures(Math.max(before + 1, tries)));
      }
      // The token was told nothing.
      case PIN_CANCELLED, NOT_SUPPORTED, BAD_REQUEST -> writeIfPossible(entry.withFailures(before));
      // It went, failed or fell silent, and may have counted before it did.
      default -> LOG.info("{} may have counted a PIN: {}", token.label(), error);
    }
  }

  /**
   * A token that still shows the wrong PIN which an earlier process gave it does not forget: what
   * it tells can be relied on. The flags of some modules last only as long as the process.
   */
  private void learn() throws CardException {
    Tries told = token.pinStatus().tries();
    Entry entry = entry();
    boolean shown = told == Tries.LOW || told == Tries.FINAL;
    if (shown && !failedHere && !entry.tells() && entry.failures() == 1) {
      writeIfPossible(entry.thatTells());
    }
  }

  /** A token that tells, and now tells of nothing, was given its right PIN elsewhere. */
  private int failures(Entry entry) {
    boolean rightSince = entry.tells() && token.pinStatus().tries() == Tries.UNTOLD;
    int written = entry.damaged() ? tries - 1 : rightSince ? 0 : entry.failures();
    return written + unwritten;
  }

  private static boolean isCounted(PinStatus status) {
    return status.tries() != Tries.UNLIMITED;
  }

  private Entry entry() throws CardException {
    try {
      return ledger.read(token.id());
    } catch (IOException e) {
      throw failure(CardError.TOKEN_FAILED, "guard.unreadable", e);
    }
  }

  private void write(Entry entry) throws CardException {
    try {
      ledger.write(token.id(), entry);
      unwritten = 0;
    } catch (IOException e) {
      throw failure(CardError.TOKEN_FAILED, "guard.unwritable", e);
    }
  }

  /** Where what stays written errs on the safe side. */
  private void writeIfPossible(Entry entry) {
    try {
      write(entry);
    } catch (CardException e) {
      LOG.warn("{}", e.getMessage(), e);
    }
  }

  private CardException failure(CardError error, String key) {
    return new CardException(error, words.told(key, token.label(), ledger.file(token.id())));
  }

  private CardException failure(CardError error, String key, IOException cause) {
    return new CardException(
        error,
        words.told(key, token.label(), ledger.file(token.id()), String.valueOf(cause.getMessage())),
        cause);
  }
}
