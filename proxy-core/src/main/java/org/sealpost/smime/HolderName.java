package org.sealpost.smime;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names a certificate's holder in a reply to a mail client, which is ASCII. */
final class HolderName {
  private static final int RFC822_NAME = 1;
  private static final Pattern PLAIN = Pattern.compile("[\\x21-\\x7e]{1,254}");

  private HolderName() {}

  /** The mail address in the certificate, otherwise its serial number. */
  static String of(X509Certificate certificate) {
    return address(certificate)
        .orElseGet(() -> "serial number " + certificate.getSerialNumber().toString(16));
  }

  private static Optional<String> address(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? Optional.empty()
          : names.stream()
              .filter(name -> name.getFirst().equals(RFC822_NAME))
              .map(name -> name.get(1).toString())
              .filter(address -> PLAIN.matcher(address).matches())
              .findFirst();
    } catch (CertificateParsingException e) {
      return Optional.empty();
    }
  }
}
