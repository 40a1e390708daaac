package org.sealpost.book;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import org.sealpost.smime.Capabilities;

/**
 * A certificate in the book, and what is known of it. All times are to the second.
 *
 * @param address as {@link org.sealpost.trust.MailAddress#normalise} gives it
 * @param source where it came from first; the user's own word takes the place of another
 * @param firstSeen when it came in
 * @param lastSeen when it was last met in a mail or imported
 * @param vouched when the user last spoke for it: imported it without there being another holder's,
 *     bound it or acknowledged it
 * @param statement when its holder last asked to be written to with it, and how; empty if its
 *     holder never did
 * @param capabilities what its holder announced last in a signature; {@link Capabilities#none} if
 *     nothing ever
 */
public record BookEntry(
    String address,
    X509Certificate certificate,
    Source source,
    Instant firstSeen,
    Instant lastSeen,
    Optional<Instant> vouched,
    Optional<Statement> statement,
    Capabilities capabilities) {
  /** One that was met once, of which neither its holder nor the user has said anything. */
  public static BookEntry of(
      String address, X509Certificate certificate, Source source, Instant at) {
    return new BookEntry(
        address,
        certificate,
        source,
        at,
        at,
        Optional.empty(),
        Optional.empty(),
        Capabilities.none());
  }

  /**
   * What a verified signature says of the certificate to answer with.
   *
   * @param at as of when the holder says so: the signing time that the signature claims, but not
   *     after it was met here; where it claims none, the time from which the certificate is valid.
   *     A claim is the signer's own and cannot be altered by others, so that an old mail sent
   *     again, or opened late, does not count as a new statement.
   * @param preferred whether the signature names the certificate (SMIMEEncryptionKeyPreference, RFC
   *     8551 §2.5.3, or Microsoft's form of it), rather than merely being made by it or enclosing
   *     it
   */
  public record Statement(Instant at, boolean preferred) {}

  /** Whether it is used on the user's own word, a path or not. */
  boolean isOwnWord() {
    return source.kind() == Source.Kind.FILE && vouched.isPresent();
  }

  /** Whether a file brought it in, and the user has not said yet that it is the holder's. */
  boolean awaitsOwnWord() {
    return source.kind() == Source.Kind.FILE && vouched.isEmpty();
  }

  /** As of when its holder is known to want it: at least since it is valid. */
  Instant wantedSince() {
    Instant notBefore = certificate.getNotBefore().toInstant();
    return statement.map(Statement::at).filter(at -> at.isAfter(notBefore)).orElse(notBefore);
  }
}
