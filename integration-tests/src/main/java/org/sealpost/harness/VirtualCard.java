package org.sealpost.harness;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A PIV smart card (SP 800-73-4) that lives in this process and is put into a {@link
 * VirtualReader}. Its counters survive removal and reset, as a card's own memory does. Thread-safe.
 */
public final class VirtualCard {
  /** The PIN of a card whose maker named none. */
  public static final String DEFAULT_PIN = "123456";

  private final byte[] atr;
  private final CardPin pin;
  private final PivApplication application;
  private final AtomicInteger operations = new AtomicInteger();
  private volatile Duration delay = Duration.ZERO;
  private volatile boolean leavesNext;

  private VirtualCard(Builder builder) {
    this.atr = builder.atr.clone();
    this.pin = new CardPin(builder.pin);
    this.application =
        new PivApplication(
            new PivObjects(builder.guid, builder.keys), Map.copyOf(builder.keys), pin, this::begin);
  }

  /** A card with someone's signing and encryption keys and {@link #DEFAULT_PIN}. */
  public static VirtualCard of(Person person) {
    return builder(person).build();
  }

  /** A card with someone's signing and encryption keys, to be added to. */
  public static Builder builder(Person person) {
    return new Builder()
        .key(PivSlot.SIGNATURE, person.signingKey().getPrivate(), person.signing())
        .key(PivSlot.KEY_MANAGEMENT, person.encryptionKey().getPrivate(), person.encryption());
  }

  /** Puts a card together. */
  public static final class Builder {
    private final Map<PivSlot, PivKey> keys = new EnumMap<>(PivSlot.class);
    // T=1; the historical bytes name the PIV application, so that OpenSC takes it at its word.
    private byte[] atr = HexFormat.of().parseHex("3B8B800180F9A00000030800001000C8");
    private String pin = DEFAULT_PIN;
    private UUID guid = UUID.randomUUID();

    /** Fills a slot; RSA-2048 or P-256. */
    public Builder key(PivSlot slot, PrivateKey key, X509Certificate certificate) {
      keys.put(slot, new PivKey(key, certificate));
      return this;
    }

    /** Six to eight digits. */
    public Builder pin(String digits) {
      this.pin = digits;
      return this;
    }

    /** The answer to reset (ISO/IEC 7816-3, section 8.2), by which the make of a card is known. */
    public Builder atr(byte[] bytes) {
      this.atr = bytes.clone();
      return this;
    }

    /** The number that OpenSC makes the token's serial of; random where none is given. */
    public Builder guid(UUID number) {
      this.guid = number;
      return this;
    }

    public VirtualCard build() {
      return new VirtualCard(this);
    }
  }

  /** Makes each later private-key operation take this long. */
  public void delay(Duration time) {
    this.delay = time;
  }

  /** The card will leave its reader in the middle of the next private-key operation. */
  public void ejectDuringNextOperation() {
    this.leavesNext = true;
  }

  /** Wrong PINs that can still be given before the card locks: 3 to 0. */
  public int triesLeft() {
    return pin.left();
  }

  /** Private-key operations begun, whether or not they came to an end. */
  public int operations() {
    return operations.get();
  }

  /** VERIFY commands that carried a PIN, right or wrong. */
  public int verifyCount() {
    return pin.presented();
  }

  private void begin() throws InterruptedException, CardRemovedException {
    operations.incrementAndGet();
    Thread.sleep(delay);
    if (leavesNext) {
      leavesNext = false;
      throw new CardRemovedException();
    }
  }

  byte[] atr() {
    return atr.clone();
  }

  void reset() {
    application.reset();
  }

  byte[] transmit(byte[] command) throws InterruptedException, CardRemovedException {
    return application.transmit(command);
  }
}
