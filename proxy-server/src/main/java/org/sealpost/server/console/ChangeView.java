package org.sealpost.server.console;

import java.time.Instant;
import org.sealpost.book.Change;
import org.sealpost.trust.PlainText;

/**
 * A certificate that came in beside another: both, to be compared.
 *
 * @param source as in the words {@code book.source.SOURCE}
 */
record ChangeView(
    String address,
    CertificateView before,
    CertificateView after,
    Instant since,
    String source,
    String detail,
    boolean renewal) {
  static ChangeView of(Change change, Instant now) {
    return new ChangeView(
        PlainText.of(change.address()),
        CertificateView.of(change.previous(), now),
        CertificateView.of(change.certificate(), now),
        change.since(),
        BookList.Row.key(change.source()),
        PlainText.of(change.source().detail()),
        change.renewal());
  }
}
