package org.sealpost.trust.decisions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sealpost.trust.CertificateFile;
import org.sealpost.trust.MailAddress;

/**
 * Finds the certificate that a user names: by its SHA-256 fingerprint or the beginning of that, by
 * the address of its holder, or by the file that it is in. What reads as a fingerprint or an
 * address is never taken for a file unless it is written with a folder, since others choose the
 * names of the files that they send. Thread-safe.
 */
public final class CertificateFinder {
  /** The fewest digits of a fingerprint; with fewer a name could be taken for one. */
  public static final int MIN_DIGITS = 8;

  private static final int MAX_DIGITS = 64;
  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]+");

  private final KnownCertificates known;
  private final Path folder;

  /**
   * A finder.
   *
   * @param folder where files are that are named without one
   */
  public CertificateFinder(KnownCertificates known, Path folder) {
    this.known = known;
    this.folder = folder;
  }

  /** What was named, and how. */
  public sealed interface Found {
    /** How it was read. */
    Naming naming();

    /** One certificate. */
    record One(Naming naming, X509Certificate certificate) implements Found {}

    /** More than one: the user has to choose. */
    record Several(Naming naming, List<X509Certificate> certificates) implements Found {
      public Several {
        certificates = List.copyOf(certificates);
      }
    }

    /**
     * None.
     *
     * @param fileThere whether there is a file of this name, which was not meant by it
     */
    record None(Naming naming, boolean fileThere) implements Found {}
  }

  /** How a certificate can be named. */
  public enum Naming {
    FINGERPRINT,
    ADDRESS,
    FILE
  }

  /**
   * The certificate that {@code written} names.
   *
   * @throws IOException if it names a file, as {@link CertificateFile#read}
   */
  public Found find(String written) throws IOException {
    Optional<Path> path = path(written);
    boolean withFolder = path.filter(p -> p.getNameCount() > 1 || p.isAbsolute()).isPresent();
    if (!withFolder) {
      boolean fileThere = path.map(folder::resolve).filter(Files::exists).isPresent();
      Optional<String> digits = digits(written);
      if (digits.isPresent()) {
        return found(Naming.FINGERPRINT, known.byFingerprint(digits.get()), fileThere);
      }
      Optional<String> address = MailAddress.normalise(written);
      if (address.isPresent()) {
        return found(Naming.ADDRESS, known.byAddress(address.get()), fileThere);
      }
      if (!fileThere) {
        return new Found.None(Naming.FILE, false);
      }
    }
    return found(Naming.FILE, CertificateFile.read(folder.resolve(path.orElseThrow())), true);
  }

  private static Found found(Naming naming, List<X509Certificate> certificates, boolean fileThere) {
    return switch (certificates.size()) {
      case 0 -> new Found.None(naming, fileThere);
      case 1 -> new Found.One(naming, certificates.getFirst());
      default -> new Found.Several(naming, certificates);
    };
  }

  private static Optional<Path> path(String written) {
    try {
      return Optional.of(Path.of(written)).filter(path -> !path.toString().isEmpty());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> digits(String written) {
    String digits = written.replaceAll("[:\\s]", "").toLowerCase(Locale.ROOT);
    return Optional.of(digits)
        .filter(text -> text.length() >= MIN_DIGITS && text.length() <= MAX_DIGITS)
        .filter(text -> DIGITS.matcher(text).matches());
  }
}
