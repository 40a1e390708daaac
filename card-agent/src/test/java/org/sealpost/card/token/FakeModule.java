package org.sealpost.card.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.DigestAlgorithm;
import org.sealpost.card.api.SignatureAlgorithm;
import org.sealpost.card.token.FakeCryptoki.Card;

/** A module of which the test makes the rounds itself, and the cards of two people. */
final class FakeModule implements AutoCloseable {
  interface Call {
    void run() throws CardException, GeneralSecurityException;
  }

  static final Duration WAIT = Duration.ofSeconds(20);

  private static final SignatureAlgorithm RSA =
      new SignatureAlgorithm(SignatureAlgorithm.Scheme.RSA_PKCS1, DigestAlgorithm.SHA256);
  private static final byte[] MAIL = {1, 2, 3};

  final FakeCryptoki cryptoki = new FakeCryptoki();
  final Card ming = new Card("1111", "Ming");
  final Card hua = new Card("2222", "Hua");
  final AtomicInteger loads = new AtomicInteger();
  volatile boolean loadable = true;

  /** How much later than it is the module takes it to be, in nanoseconds. */
  final AtomicLong later = new AtomicLong();

  final Pkcs11Module module;

  FakeModule(Path folder, Optional<ReaderWatch> readerWatch) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(TestCards.rsaSign().key());
    signature.update(MAIL);
    ming.result = signature.sign();
    hua.result = ming.result;
    module =
        new Pkcs11Module(
            Path.of("/lib/fake.so"),
            this::load,
            new KnownCards(folder.resolve("cards")),
            readerWatch,
            () -> System.nanoTime() + later.get());
  }

  private Cryptoki load() throws IOException {
    loads.incrementAndGet();
    if (!loadable) {
      throw new IOException("no such file");
    }
    return cryptoki;
  }

  /** The first card's token, after a round. */
  Token token() {
    module.look();
    return module.tokens().getFirst();
  }

  Token unlocked() throws CardException {
    return unlocked(token());
  }

  static Token unlocked(Token token) throws CardException {
    token.login(FakeCryptoki.PIN.toCharArray());
    return token;
  }

  static byte[] sign(Token token) throws CardException {
    try {
      return token.sign(
          KeyCertificates.keyId(TestCards.rsaSign().certificate()),
          RSA,
          MessageDigest.getInstance("SHA-256").digest(MAIL));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + WAIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  static void assertFails(CardError error, Call call) {
    assertThatThrownBy(call::run)
        .asInstanceOf(InstanceOfAssertFactories.type(CardException.class))
        .extracting(CardException::error)
        .isEqualTo(error);
  }

  @Override
  public void close() {
    ming.arrival.countDown();
    ming.hang.countDown();
    ming.silence.countDown();
    module.close();
  }
}
