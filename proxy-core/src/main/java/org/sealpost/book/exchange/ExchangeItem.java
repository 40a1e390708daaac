package org.sealpost.book.exchange;

import java.security.cert.X509Certificate;
import java.util.List;
import org.sealpost.failure.Phrase;

/** What a file of certificates holds at one place. */
public sealed interface ExchangeItem {
  /**
   * A certificate.
   *
   * @param said the mail addresses that the file gives beside it, as they are written there;
   *     whoever made the file says so, not the certificate
   */
  record Certificate(X509Certificate certificate, List<String> said) implements ExchangeItem {
    public Certificate {
      said = List.copyOf(said);
    }
  }

  /**
   * Something that should be a certificate, and is not.
   *
   * @param where which one it is, in words
   * @param reason why, in a sentence
   */
  record Unreadable(Phrase where, Phrase reason) implements ExchangeItem {}
}
