package org.sealpost.book;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.sealpost.trust.Fingerprint;

/**
 * In which order the entries of one address come into question to be encrypted to; the first that
 * is usable is taken. What decides, one after the other:
 *
 * <ol>
 *   <li>The user's own word. Where the user imported or bound a certificate for the address, those
 *       for which the user spoke, be it by acknowledging them, and renewals of them (see {@link
 *       Renewals}) come before all others. Whoever compared a fingerprint by telephone was promised
 *       that mail is encrypted to that certificate; a CA that gives a stranger one for the same
 *       address, which for many takes no more than to read one mail, must not turn it aside. A
 *       renewal is the same holder's by the word of the CA of the certificate compared. The others
 *       count once none of these is usable. What a file brought in for an address that had another
 *       holder's comes behind those as well, and needs a path, until the user acknowledges it: a
 *       file says nothing of who made it, and is easily taken for a friend's.
 *   <li>The holder's last wish: the certificate that was named last by a signature, or is new
 *       since. A statement of an older time does not win over a certificate made since.
 *   <li>The newest by the beginning of its validity.
 *   <li>The strongest key.
 * </ol>
 *
 * <p>Stateless.
 */
final class Selection {
  private static final Comparator<BookEntry> WANTED = Comparator.comparing(BookEntry::wantedSince);
  private static final Comparator<BookEntry> NEW =
      Comparator.comparing(entry -> entry.certificate().getNotBefore());
  private static final Comparator<BookEntry> STRONG =
      Comparator.comparingInt(entry -> strength(entry.certificate().getPublicKey()));
  private static final Comparator<BookEntry> FIRST =
      WANTED
          .thenComparing(NEW)
          .thenComparing(STRONG)
          .reversed()
          .thenComparing(entry -> Fingerprint.of(entry.certificate()).hex());

  private Selection() {}

  /** The entries in that order, whether usable or not. */
  static List<BookEntry> sorted(List<BookEntry> entries, Renewals renewals) {
    Predicate<BookEntry> counts = counting(entries, renewals);
    return entries.stream()
        .sorted(Comparator.comparing((BookEntry entry) -> !counts.test(entry)).thenComparing(FIRST))
        .toList();
  }

  /** Why {@code other}, usable as well, is not the chosen one of {@code entries}. */
  static Standing behind(
      BookEntry chosen, BookEntry other, List<BookEntry> entries, Renewals renewals) {
    Predicate<BookEntry> counts = counting(entries, renewals);
    if (other.awaitsOwnWord() && counts.test(chosen)) {
      return new Standing.BehindUntilAcknowledged(chosen.certificate());
    }
    if (counts.test(chosen) && !counts.test(other)) {
      return new Standing.BehindOwnWord(chosen.certificate());
    }
    return new Standing.Behind(chosen.certificate(), reason(chosen, other));
  }

  private static Standing.Reason reason(BookEntry chosen, BookEntry other) {
    if (WANTED.compare(chosen, other) != 0) {
      return NEW.compare(chosen, other) > 0 ? Standing.Reason.NEWER : Standing.Reason.ASKED_FOR;
    }
    if (NEW.compare(chosen, other) != 0) {
      return Standing.Reason.NEWER;
    }
    return STRONG.compare(chosen, other) != 0 ? Standing.Reason.STRONGER : Standing.Reason.ALIKE;
  }

  private static Predicate<BookEntry> counting(List<BookEntry> entries, Renewals renewals) {
    if (entries.stream().noneMatch(BookEntry::isOwnWord)) {
      return entry -> !entry.awaitsOwnWord();
    }
    List<X509Certificate> vouched =
        entries.stream()
            .filter(entry -> entry.vouched().isPresent())
            .map(BookEntry::certificate)
            .toList();
    Set<BookEntry> counted =
        entries.stream()
            .filter(
                entry ->
                    entry.vouched().isPresent()
                        || (!entry.awaitsOwnWord()
                            && vouched.stream()
                                .anyMatch(own -> renewals.are(own, entry.certificate()))))
            .collect(Collectors.toSet());
    return counted::contains;
  }

  /** In bits of symmetric strength, by NIST SP 800-57 part 1, table 2. */
  private static int strength(PublicKey key) {
    return switch (key) {
      case RSAPublicKey rsa -> rsaStrength(rsa.getModulus().bitLength());
      case ECPublicKey ec -> ec.getParams().getOrder().bitLength() / 2;
      default -> 0;
    };
  }

  private static int rsaStrength(int modulus) {
    if (modulus < 3072) {
      return modulus < 2048 ? 80 : 112;
    }
    return modulus < 7680 ? 128 : 192;
  }
}
