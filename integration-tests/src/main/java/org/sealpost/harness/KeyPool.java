package org.sealpost.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * RSA keys of 2048 bits. A process gets each of them once; with a folder of the build's, the next
 * process gets the same ones, since to make them takes most of the time that a test needs to set
 * itself up. Thread-safe.
 */
final class KeyPool {
  private static final AtomicInteger NEXT = new AtomicInteger();

  private KeyPool() {}

  /** A key that nobody else has in this process. */
  static KeyPair rsa() {
    try {
      Optional<Path> file =
          BuildFolder.get().map(folder -> folder.resolve("key-" + NEXT.getAndIncrement()));
      if (file.isEmpty()) {
        return generate();
      }
      Optional<KeyPair> kept = read(file.get());
      if (kept.isPresent()) {
        return kept.get();
      }
      KeyPair made = generate();
      keep(made, file.get());
      return made;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static KeyPair generate() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  private static Optional<KeyPair> read(Path file) throws IOException, GeneralSecurityException {
    try {
      KeyFactory factory = KeyFactory.getInstance("RSA");
      RSAPrivateCrtKey key =
          (RSAPrivateCrtKey)
              factory.generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(file)));
      return Optional.of(
          new KeyPair(
              factory.generatePublic(
                  new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent())),
              key));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  private static void keep(KeyPair made, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Path whole = Files.createTempFile(file.getParent(), "making", "");
    Files.write(whole, made.getPrivate().getEncoded());
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
