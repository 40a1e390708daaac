package org.sealpost.testpki;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A private key with its certificate.
 *
 * @param issuers towards the root and with it, nearest first; empty for a root
 */
public record Holder(PrivateKey key, X509Certificate certificate, List<X509Certificate> issuers) {
  public Holder {
    issuers = List.copyOf(issuers);
  }

  /** Certificate and issuers as PEM. */
  public void writeCertificates(Path file) throws IOException {
    Files.writeString(file, pem(certificate) + pem(issuers));
  }

  /** The private key as PEM (PKCS#8, not encrypted). */
  public void writeKey(Path file) throws IOException {
    Files.writeString(file, pem("PRIVATE KEY", key.getEncoded()));
  }

  /** A PKCS#12 file with the keys of all {@code holders}, certificates and issuers included. */
  public static void writeP12(Path file, char[] password, Holder... holders) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < holders.length; i++) {
        List<Certificate> chain = new ArrayList<>(holders[i].issuers);
        chain.addFirst(holders[i].certificate);
        store.setKeyEntry(
            "key-" + (i + 1), holders[i].key, password, chain.toArray(Certificate[]::new));
      }
      store.store(out, password);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Certificates as PEM. */
  public static String pem(List<X509Certificate> certificates) {
    StringBuilder text = new StringBuilder();
    certificates.forEach(each -> text.append(pem(each)));
    return text.toString();
  }

  /** A certificate as PEM. */
  public static String pem(X509Certificate certificate) {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }
}
