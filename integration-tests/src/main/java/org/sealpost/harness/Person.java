package org.sealpost.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;

/** Someone with a signing and an encryption certificate, as a citizen card has them. */
public record Person(
    String name,
    String address,
    KeyPair signingKey,
    X509Certificate signing,
    KeyPair encryptionKey,
    X509Certificate encryption,
    X509Certificate issuer) {

  /** Writes the card: both keys with their certificates and the issuer's. */
  public void writeCard(Path pkcs12, char[] password) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, password);
      store.setKeyEntry(
          "sign", signingKey.getPrivate(), password, new Certificate[] {signing, issuer});
      store.setKeyEntry(
          "keyx", encryptionKey.getPrivate(), password, new Certificate[] {encryption, issuer});
      try (var out = Files.newOutputStream(pkcs12)) {
        store.store(out, password);
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
