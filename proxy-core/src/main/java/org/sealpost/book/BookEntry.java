package org.sealpost.book;

import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * A certificate in the book.
 *
 * @param address as {@link org.sealpost.trust.MailAddress#normalise} gives it
 * @param firstSeen when it came in, to the second
 * @param lastSeen when it was last met in a mail or imported, to the second
 */
public record BookEntry(
    String address,
    X509Certificate certificate,
    Source source,
    Instant firstSeen,
    Instant lastSeen) {}
