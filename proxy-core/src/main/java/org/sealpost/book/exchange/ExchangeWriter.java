package org.sealpost.book.exchange;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sealpost.trust.Fingerprint;

/**
 * Writes a file of certificates contact by contact, so that a book of any size takes no more memory
 * than a digest for each certificate. A certificate that several have is written once where the
 * format has no place for whose it is. Not thread-safe.
 */
public final class ExchangeWriter {
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private final ExchangeFormat format;
  private final OutputStream out;
  private final Set<Fingerprint> written = new HashSet<>();
  private final List<X509Certificate> single = new ArrayList<>();
  private final CertificateBundle bundle;
  private boolean begun;

  /** A file that goes to {@code out}, which stays open. */
  public ExchangeWriter(ExchangeFormat format, OutputStream out) {
    this.format = format;
    this.out = out;
    this.bundle = new CertificateBundle(out);
  }

  /** Writes what a contact has. */
  public void add(Contact contact) throws IOException {
    List<X509Certificate> fresh =
        contact.certificates().stream().filter(it -> written.add(Fingerprint.of(it))).toList();
    switch (format) {
      case PEM -> {
        for (X509Certificate certificate : fresh) {
          utf8(pem(certificate));
        }
      }
      case DER -> fresh.stream().limit(1 - single.size()).forEach(single::add);
      case P7B, P7C -> {
        for (X509Certificate certificate : fresh) {
          bundle.add(certificate);
        }
      }
      case VCARD -> utf8(VCardWriting.card(contact));
      case LDIF -> {
        utf8(begun ? "\n" : LdifWriting.VERSION);
        utf8(LdifWriting.entry(contact));
      }
    }
    begun = true;
  }

  /** How many different certificates were added. */
  public int certificates() {
    return written.size();
  }

  /**
   * Writes what comes last.
   *
   * @throws IllegalStateException if the format is {@link ExchangeFormat#DER} and there is not one
   *     certificate
   */
  public void finish() throws IOException {
    switch (format) {
      case DER -> {
        if (written.size() != 1) {
          throw new IllegalStateException("one certificate is needed");
        }
        out.write(ExchangeFormat.encoded(single.getFirst()));
      }
      case P7B, P7C -> bundle.finish();
      case PEM, VCARD, LDIF -> {}
    }
  }

  private void utf8(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String pem(X509Certificate certificate) {
    return "-----BEGIN CERTIFICATE-----\n"
        + LINES.encodeToString(ExchangeFormat.encoded(certificate))
        + "\n-----END CERTIFICATE-----\n";
  }
}
