package org.sealpost.card.token;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.sealpost.card.token.TestCards.Identity;
import org.xipki.pkcs11.wrapper.PKCS11Constants;

/** A module with readers and cards that do what no test card can be brought to do. */
final class FakeCryptoki implements Cryptoki {
  static final String PIN = "271828";

  /** A card; all its operations give what {@code result} holds. */
  static final class Card {
    final String serial;
    final String label;
    final List<String> pins = new CopyOnWriteArrayList<>();
    volatile long flags =
        PKCS11Constants.CKF_TOKEN_INITIALIZED | PKCS11Constants.CKF_LOGIN_REQUIRED;
    volatile boolean loggedIn;
    volatile boolean alwaysAuthenticate;
    volatile boolean keyless;
    volatile long loginFailure;
    volatile long readingFailure;
    volatile long failure;
    volatile CountDownLatch arrival = new CountDownLatch(0);
    volatile CountDownLatch hang = new CountDownLatch(0);
    volatile CountDownLatch silence = new CountDownLatch(0);
    final AtomicInteger questions = new AtomicInteger();
    final AtomicInteger calls = new AtomicInteger();
    volatile byte[] result = new byte[0];
    volatile Identity identity = TestCards.rsaSign();
    volatile Map<Long, Long> mechanisms =
        Map.of(PKCS11Constants.CKM_RSA_PKCS, PKCS11Constants.CKF_SIGN);

    Card(String serial, String label) {
      this.serial = serial;
      this.label = label;
    }
  }

  final Map<Long, Card> readers = new ConcurrentHashMap<>();
  final Map<Long, Integer> stays = new ConcurrentHashMap<>();
  final AtomicInteger restarts = new AtomicInteger();
  final AtomicInteger sessions = new AtomicInteger();
  volatile long failure;

  void insert(long slot, Card card) {
    stays.merge(slot, 1, Integer::sum);
    readers.put(slot, card);
  }

  void remove(long slot) {
    Card card = readers.remove(slot);
    card.loggedIn = false;
  }

  @Override
  public String description() {
    return "fake 1.0";
  }

  @Override
  public List<SlotState> slots() throws CryptokiException {
    fail(failure);
    List<SlotState> slots = new ArrayList<>();
    for (long slot = 1; slot <= 3; slot++) {
      slots.add(new SlotState(slot, "reader " + slot, readers.containsKey(slot)));
    }
    return slots;
  }

  @Override
  public TokenFacts token(long slot) throws CryptokiException {
    Card card = at(slot);
    card.questions.incrementAndGet();
    await(card.silence);
    return new TokenFacts(card.label, card.serial, 6, 8, card.flags);
  }

  @Override
  public Map<Long, Long> mechanisms(long slot) throws CryptokiException {
    return new HashMap<>(at(slot).mechanisms);
  }

  @Override
  public Session open(long slot) throws CryptokiException {
    Card card = at(slot);
    await(card.arrival);
    sessions.incrementAndGet();
    return new FakeSession(slot, card);
  }

  @Override
  public void restart() {
    restarts.incrementAndGet();
    failure = 0;
  }

  private Card at(long slot) throws CryptokiException {
    Card card = readers.get(slot);
    if (card == null) {
      throw new CryptokiException(PKCS11Constants.CKR_TOKEN_NOT_PRESENT);
    }
    return card;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void fail(long code) throws CryptokiException {
    if (code != 0) {
      throw new CryptokiException(code);
    }
  }

  private final class FakeSession implements Session {
    private final long slot;
    private final Card card;
    private final Integer stay;
    private boolean open = true;

    FakeSession(long slot, Card card) {
      this.slot = slot;
      this.card = card;
      this.stay = stays.get(slot);
    }

    @Override
    public boolean exists() {
      return readers.get(slot) == card && stays.get(slot).equals(stay);
    }

    private void check() throws CryptokiException {
      if (readers.get(slot) != card) {
        throw new CryptokiException(PKCS11Constants.CKR_DEVICE_REMOVED);
      }
    }

    @Override
    public boolean loggedIn() throws CryptokiException {
      check();
      return card.loggedIn;
    }

    @Override
    public void login(Login kind, Optional<char[]> pin) throws CryptokiException {
      check();
      card.pins.add(kind + " " + pin.map(String::new).orElse("pad"));
      card.calls.incrementAndGet();
      await(card.hang);
      fail(card.loginFailure);
      if (pin.isPresent() && !new String(pin.get()).equals(PIN)) {
        card.loggedIn = false;
        throw new CryptokiException(PKCS11Constants.CKR_PIN_INCORRECT);
      }
      card.loggedIn = true;
    }

    @Override
    public void logout() {
      card.loggedIn = false;
    }

    @Override
    public List<CertificateObject> certificates() throws CryptokiException {
      check();
      try {
        return List.of(
            new CertificateObject(new byte[] {1}, card.identity.certificate().getEncoded()));
      } catch (java.io.IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public List<PublicKeyObject> publicKeys() {
      return List.of();
    }

    @Override
    public List<PrivateKeyObject> privateKeys() throws CryptokiException {
      fail(card.readingFailure);
      if (card.keyless) {
        return List.of();
      }
      return List.of(
          new PrivateKeyObject(7, new byte[] {1}, card.alwaysAuthenticate, Optional.empty()));
    }

    @Override
    public byte[] sign(Mechanism mechanism, PrivateKeyObject key, Authorization before, byte[] data)
        throws CryptokiException {
      return operate(before);
    }

    @Override
    public byte[] decrypt(
        Mechanism mechanism, PrivateKeyObject key, Authorization before, byte[] data)
        throws CryptokiException {
      return operate(before);
    }

    @Override
    public byte[] agree(PrivateKeyObject key, byte[] point, int length) throws CryptokiException {
      return operate(() -> {});
    }

    private byte[] operate(Authorization before) throws CryptokiException {
      check();
      if (!card.loggedIn) {
        throw new CryptokiException(PKCS11Constants.CKR_USER_NOT_LOGGED_IN);
      }
      before.run();
      card.calls.incrementAndGet();
      await(card.hang);
      check();
      fail(card.failure);
      return card.result.clone();
    }

    @Override
    public void close() {
      if (open) {
        open = false;
        sessions.decrementAndGet();
      }
    }
  }
}
