package org.sealpost.server.cli;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sealpost.book.BookEntry;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.MailAddress;
import org.sealpost.trust.PlainText;
import org.sealpost.trust.decisions.CertificateFinder;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The entries of the book that an argument names: all of an address, or those of one certificate by
 * its fingerprint or the beginning of that.
 */
record NamedEntries(Optional<X509Certificate> certificate, List<BookEntry> entries) {
  private static final Pattern DIGITS =
      Pattern.compile("([0-9a-fA-F][:\\s]*+){" + CertificateFinder.MIN_DIGITS + ",}");

  /**
   * Finds them.
   *
   * @throws CommandFailed if there are none, or several certificates may be meant
   * @throws UsageError if it reads as neither
   */
  static NamedEntries of(CommandSpec spec, String written, Book book, Screen screen)
      throws IOException, CommandFailed {
    Optional<String> address = MailAddress.normalise(written);
    if (address.isPresent()) {
      List<BookEntry> entries = book.certificates().entries(address.get());
      if (entries.isEmpty()) {
        throw new CommandFailed("book-remove.none", PlainText.of(address.get()));
      }
      return new NamedEntries(Optional.empty(), entries);
    }
    if (!DIGITS.matcher(written).matches()) {
      throw new UsageError(
          spec, "no-entry-named", PlainText.of(written), CertificateFinder.MIN_DIGITS);
    }
    X509Certificate chosen = new CertificateChoice(book.finder(), screen).of(written);
    List<BookEntry> entries = book.certificates().entries(chosen);
    if (entries.isEmpty()) {
      throw new CommandFailed("book-remove.not-there", CertificateNames.displayName(chosen));
    }
    return new NamedEntries(Optional.of(chosen), entries);
  }
}
