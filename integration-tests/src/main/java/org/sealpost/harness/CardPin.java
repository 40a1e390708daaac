package org.sealpost.harness;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A card's PIN: three tries, then locked for good. Thread-safe. */
final class CardPin {
  static final int TRIES = 3;
  private static final int FIELD = 8;
  private static final byte PADDING = (byte) 0xFF;

  private final byte[] pin;
  private int left = TRIES;
  private int presented;
  private boolean verified;
  private boolean fresh;

  /** A PIN of six to eight digits (SP 800-73-4, part 2, section 2.4.3). */
  CardPin(String pin) {
    if (!pin.matches("[0-9]{6,8}")) {
      throw new IllegalArgumentException("a PIV card's PIN has six to eight digits");
    }
    this.pin = Arrays.copyOf(pin.getBytes(StandardCharsets.US_ASCII), FIELD);
    Arrays.fill(this.pin, pin.length(), FIELD, PADDING);
  }

  /** Compares; a field that no PIN can fill spends no try. Returns the status word. */
  synchronized int verify(byte[] field) {
    presented++;
    if (field.length != FIELD) {
      return StatusWord.INCORRECT_DATA;
    }
    if (left == 0) {
      return StatusWord.AUTHENTICATION_BLOCKED;
    }
    boolean right = Arrays.equals(field, pin);
    left = right ? TRIES : left - 1;
    verified = right;
    fresh = right;
    return right ? StatusWord.SUCCESS : wrong();
  }

  /** What VERIFY without a PIN answers. */
  synchronized int status() {
    return verified ? StatusWord.SUCCESS : wrong();
  }

  private int wrong() {
    return left == 0 ? StatusWord.AUTHENTICATION_BLOCKED : StatusWord.TRIES_REMAINING | left;
  }

  /** Forgets that the right PIN was given. */
  synchronized void reset() {
    verified = false;
    fresh = false;
  }

  /** Whether a key may be used now; {@code each} asks for a PIN since the last use of any key. */
  synchronized boolean allows(boolean each) {
    boolean allowed = each ? fresh : verified;
    fresh = false;
    return allowed;
  }

  synchronized int left() {
    return left;
  }

  synchronized int presented() {
    return presented;
  }
}
