package org.sealpost.server;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealpost.book.BookEntry;
import org.sealpost.book.CertificateBook;
import org.sealpost.book.Source;
import org.sealpost.trust.CertificateDoubts;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.CertificateUsage;
import org.sealpost.trust.Decision;
import org.sealpost.trust.PathProblem;
import org.sealpost.trust.decisions.Decisions;

/**
 * What the user can say of a certificate, and what becomes of it: the same by a command and on a
 * page. Thread-safe, as what it writes to is.
 */
public record OwnWord(Decisions decisions, CertificateBook book) {
  /** What a binding came to. */
  public enum Binding {
    /** It is new. */
    BOUND,
    /** The user had said so before. */
    KNOWN,
    /** The certificate carries the address itself: nobody needs to say so. */
    CARRIED
  }

  /**
   * What became of a binding.
   *
   * @param inBook whether the book has the certificate under the address now
   * @param problem why not, where mail could be encrypted to it otherwise
   */
  public record Bound(Binding binding, boolean inBook, Optional<PathProblem> problem) {}

  /** Whether anybody signs with it, or encrypts to it. */
  public static boolean isForMail(X509Certificate certificate) {
    return CertificateUsage.canSign(certificate) || CertificateUsage.canEncrypt(certificate);
  }

  /** Of a CA's certificate only a denial can ever count, beside those that it issued. */
  public static Set<Decision.Kind> decidable(X509Certificate certificate) {
    if (isForMail(certificate)) {
      return EnumSet.allOf(Decision.Kind.class);
    }
    return CertificateDoubts.isAuthority(certificate)
        ? EnumSet.of(Decision.Kind.DENY)
        : EnumSet.noneOf(Decision.Kind.class);
  }

  /** Why nobody can encrypt to it, now or later, whoever vouches for it. */
  public static Optional<PathProblem> unfit(X509Certificate certificate, Instant now) {
    return CertificateTrust.encryptionProblemOfItself(certificate, now)
        .filter(found -> !(found instanceof PathProblem.NotYetValid));
  }

  /**
   * The address is the holder's, and where mail can be encrypted to it, the book has it there.
   *
   * @param certificate one for mail
   * @param address as {@link org.sealpost.trust.MailAddress} normalises it
   * @param detail where the user said so, as the book keeps it
   */
  public Bound bind(X509Certificate certificate, String address, String detail, Instant now) {
    Binding binding;
    if (CertificateNames.addresses(certificate).contains(address)) {
      binding = Binding.CARRIED;
    } else {
      binding = decisions.bind(certificate, address, now) ? Binding.KNOWN : Binding.BOUND;
    }
    if (!CertificateUsage.canEncrypt(certificate)) {
      return new Bound(binding, false, Optional.empty());
    }
    Optional<PathProblem> problem = unfit(certificate, now);
    if (problem.isEmpty()) {
      book.add(address, certificate, new Source(Source.Kind.FILE, detail), now);
    }
    return new Bound(binding, problem.isEmpty(), problem);
  }

  /**
   * Takes back one binding, and what the book has for its sake, which is returned; empty if there
   * was no binding.
   */
  public Optional<List<BookEntry>> unbind(X509Certificate certificate, String address) {
    return decisions.unbind(certificate, address)
        ? Optional.of(book.withdraw(address, certificate))
        : Optional.empty();
  }
}
