package org.sealpost.card.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.DigestAlgorithm;
import org.sealpost.card.api.SignatureAlgorithm;
import org.sealpost.card.api.SignatureAlgorithm.Scheme;
import org.sealpost.card.token.TestCards.Identity;

/** SoftHSM, watched as a module is, and what its tokens are tried with. */
final class SoftHsmModule implements AutoCloseable {
  static final byte[] MAIL = {1, 2, 3};

  private static final Duration WAIT = Duration.ofSeconds(20);

  private final Path folder;
  private final Semaphore changes = new Semaphore(0);
  private Optional<Pkcs11Module> module = Optional.empty();

  /**
   * @param folder for what is remembered of cards
   */
  SoftHsmModule(Path folder) {
    this.folder = folder;
  }

  Token token(SoftHsm.Key... keys) throws InterruptedException {
    return watched(SoftHsm.token(keys));
  }

  Token watched(String label) throws InterruptedException {
    Pkcs11Module started = new Pkcs11Module(SoftHsm.MODULE, memory());
    module = Optional.of(started);
    started.start(changes::release);
    long end = System.nanoTime() + WAIT.toNanos();
    while (System.nanoTime() < end) {
      for (Token token : started.tokens()) {
        if (token.label().equals(label) && token.certificates().isPresent()) {
          return token;
        }
      }
      boolean _ = changes.tryAcquire(100, TimeUnit.MILLISECONDS);
    }
    throw new AssertionError("the token did not appear");
  }

  List<Token> tokens() {
    return module.orElseThrow().tokens();
  }

  KnownCards memory() {
    return new KnownCards(folder.resolve("cards"));
  }

  static Token unlocked(Token token) throws CardException {
    token.login(SoftHsm.PIN.toCharArray());
    return token;
  }

  static String keyId(Identity identity) {
    return KeyCertificates.keyId(identity.certificate());
  }

  static byte[] digest(DigestAlgorithm algorithm) throws GeneralSecurityException {
    return MessageDigest.getInstance(algorithm.jcaName()).digest(MAIL);
  }

  static void verifyEcdsa(Token token, Identity identity, DigestAlgorithm algorithm)
      throws Exception {
    byte[] signature =
        token.sign(
            keyId(identity), new SignatureAlgorithm(Scheme.ECDSA, algorithm), digest(algorithm));
    Signature verifier = Signature.getInstance(algorithm.name() + "withECDSA");
    verifier.initVerify(identity.publicKey());
    verifier.update(MAIL);
    assertThat(verifier.verify(signature)).isTrue();
  }

  static SignatureAlgorithm rsa(DigestAlgorithm digest) {
    return new SignatureAlgorithm(Scheme.RSA_PKCS1, digest);
  }

  static byte[] wrapped(PublicKey key, byte[] contentKey) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
    cipher.init(Cipher.ENCRYPT_MODE, key);
    return cipher.doFinal(contentKey);
  }

  @Override
  public void close() {
    module.ifPresent(Pkcs11Module::close);
  }
}
