package org.sealpost.book;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Words;
import org.sealpost.smime.Capabilities;
import org.sealpost.smime.SignatureCheck;
import org.sealpost.store.Store;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.EncryptionUse;
import org.sealpost.trust.MailAddress;
import org.sealpost.trust.PathProblem;
import org.sealpost.trust.Verdict;
import org.sealpost.trust.revocation.RevocationReason;
import org.sealpost.trust.revocation.RevocationStatus;

/**
 * For each mail address the certificates to encrypt to. Addresses are compared as {@link
 * MailAddress} says.
 *
 * <p>A certificate comes in by two ways, and is trusted accordingly. Harvested from a verified mail
 * ({@link Source.Kind#MAIL}), it is used only while it has a path to a configured anchor. Imported
 * by the user ({@link Source.Kind#FILE}), it is used on the user's own word, whether its CA is
 * configured or not. Either must be valid in time, meant for encryption, and have a key that is
 * long enough for new mail.
 *
 * <p>Thread-safe. All methods throw {@link org.sealpost.store.StoreException} where the store
 * cannot be used.
 */
public final class CertificateBook implements RecipientCertificates {
  private static final Words WORDS = Words.beside(CertificateBook.class);

  private final Shelf shelf;
  private final CertificateTrust trust;
  private final Harvest harvest;
  private final HarvestListener listener;

  public CertificateBook(Store store, CertificateTrust trust) {
    this(store, trust, (_, _) -> {});
  }

  /** A book that tells {@code listener} what it harvests. */
  public CertificateBook(Store store, CertificateTrust trust, HarvestListener listener) {
    this.shelf = new Shelf(store);
    this.trust = trust;
    this.harvest = new Harvest(shelf, trust);
    this.listener = listener;
  }

  /**
   * The certificates of CAs that a book in this store holds. They help to build paths, and are not
   * trusted for that.
   */
  public static List<X509Certificate> authorities(Store store) {
    return new Shelf(store).intermediates();
  }

  /**
   * Adds a certificate under an address, unchecked; an address already known keeps its others.
   *
   * @throws IllegalArgumentException if {@code address} is no mail address
   */
  public void add(String address, X509Certificate certificate, Source source, Instant now) {
    String key =
        MailAddress.normalise(address)
            .orElseThrow(() -> new IllegalArgumentException("not a mail address"));
    shelf.put(key, certificate, source, now);
  }

  /**
   * Imports the certificates of a file: each under every address that it carries, those of CAs as
   * intermediates. One that cannot be used is refused.
   *
   * @param address under which to put a certificate instead; needed for one that carries none
   * @return what became of each, in the file's order
   * @throws IOException as {@link org.sealpost.trust.CertificateFile#read}
   */
  public List<Imported> importFile(Path file, Optional<String> address, Instant now)
      throws IOException {
    return new FileImport(shelf, trust, file, now).run(address);
  }

  /**
   * Keeps the certificate to answer the signer of a mail with, if the verdict {@link
   * Verdict#isGood}: the one that the signer announced where it demonstrably is the signer's own,
   * otherwise the signer's certificate itself if it can be encrypted to.
   *
   * @param verdict on this signature, for the mail's From
   * @param address the sender's address, which the signer's certificate carries, or which the user
   *     bound to it
   * @param messageId where it was found; may be empty
   * @return the certificate that is now in the book
   */
  public Optional<X509Certificate> harvest(
      SignatureCheck signature, Verdict verdict, String address, String messageId, Instant now) {
    Optional<Harvest.Find> find = find(signature, verdict, address, messageId, now);
    find.ifPresent(this::keep);
    return find.map(Harvest.Find::certificate);
  }

  /** As {@link #harvest}, without writing it down. */
  Optional<Harvest.Find> find(
      SignatureCheck signature, Verdict verdict, String address, String messageId, Instant now) {
    return harvest.find(signature, verdict, address, messageId, now);
  }

  void keep(Harvest.Find find) {
    harvest.keep(find);
    listener.harvested(find.address(), find.at());
  }

  /**
   * Takes out of the book what stood under an address for the sake of a certificate that is not
   * this address's holder's after all: the certificate itself, and those of the same holder that
   * came with mails. What carries the address stays.
   *
   * @param address as {@link MailAddress#normalise} gives it
   * @return what was taken out
   */
  public List<BookEntry> withdraw(String address, X509Certificate certificate) {
    List<BookEntry> withdrawn =
        entries(address).stream()
            .filter(entry -> !CertificateNames.addresses(entry.certificate()).contains(address))
            .filter(
                entry ->
                    entry.certificate().equals(certificate)
                        || (entry.source().kind() == Source.Kind.MAIL
                            && Harvest.sameSubject(entry.certificate(), certificate)))
            .toList();
    withdrawn.forEach(entry -> shelf.remove(address, entry.certificate()));
    return withdrawn;
  }

  /**
   * Takes everything out that stands under an address.
   *
   * @param address as {@link MailAddress#normalise} gives it
   * @return what was taken out
   */
  public List<BookEntry> remove(String address) {
    List<BookEntry> removed = entries(address);
    removed.forEach(entry -> shelf.remove(address, entry.certificate()));
    return removed;
  }

  /** The certificate to encrypt to: usable now, newest first. */
  public Optional<X509Certificate> forEncryption(String address, Instant now) {
    return switch (lookup(address, now)) {
      case Lookup.Usable(X509Certificate certificate, _) -> Optional.of(certificate);
      case Lookup.None _ -> Optional.empty();
    };
  }

  /** As {@link #forEncryption}, and why there is none: what is wrong with the newest. */
  @Override
  public Lookup lookup(String address, Instant now) {
    Optional<String> key = MailAddress.normalise(address);
    if (key.isEmpty()) {
      return none(Lookup.Why.NOT_AN_ADDRESS, "none.not-an-address");
    }
    List<BookEntry> entries = shelf.entries(key.get());
    List<X509Certificate> helpers = entries.isEmpty() ? List.of() : shelf.intermediates();
    Optional<PathProblem> newest = Optional.empty();
    for (BookEntry entry : entries) {
      Optional<PathProblem> problem = problem(entry, helpers, now);
      if (problem.isEmpty()) {
        return new Lookup.Usable(entry.certificate(), Capabilities.none());
      }
      newest = newest.or(() -> problem);
    }
    return newest
        .map(CertificateBook::none)
        .orElseGet(() -> none(Lookup.Why.UNKNOWN, "none.unknown"));
  }

  private Optional<PathProblem> problem(
      BookEntry entry, List<X509Certificate> helpers, Instant now) {
    return switch (entry.source().kind()) {
      case FILE -> trust.encryptionProblemOfOwnWord(entry.certificate(), helpers, now);
      case MAIL, DIRECTORY ->
          switch (trust.encryptionUse(entry.certificate(), helpers, entry.address(), now)) {
            case EncryptionUse.Usable _ -> Optional.empty();
            case EncryptionUse.Unusable(PathProblem problem) -> Optional.of(problem);
          };
    };
  }

  /** In a CA's name there may be letters that a reply cannot carry, so no name is told. */
  private static Lookup none(PathProblem problem) {
    X509Certificate certificate = problem.certificate();
    return switch (problem) {
      case PathProblem.Expired _ ->
          none(Lookup.Why.EXPIRED, "none.expired", day(certificate.getNotAfter().toInstant()));
      case PathProblem.NotYetValid _ ->
          none(
              Lookup.Why.NOT_YET_VALID,
              "none.not-yet-valid",
              day(certificate.getNotBefore().toInstant()));
      case PathProblem.WeakKey(_, String key) -> none(Lookup.Why.WEAK, "none.weak", key);
      case PathProblem.BrokenAlgorithm(_, String algorithm) ->
          none(Lookup.Why.WEAK, "none.weak", algorithm);
      case PathProblem.WrongUsage _ ->
          none(Lookup.Why.NOT_FOR_ENCRYPTION, "none.not-for-encryption");
      case PathProblem.Revoked(_, RevocationStatus.Revoked revocation) ->
          revocation.reason() == RevocationReason.CERTIFICATE_HOLD
              ? none(Lookup.Why.REVOKED, "none.on-hold", day(revocation.since()))
              : none(Lookup.Why.REVOKED, "none.revoked", day(revocation.since()));
      case PathProblem.RevocationUnknown _ ->
          none(Lookup.Why.REVOCATION_UNKNOWN, "none.revocation-unknown");
      case PathProblem.Denied _ -> none(Lookup.Why.DENIED, "none.denied");
      default -> none(Lookup.Why.NOT_TRUSTED, "none.not-trusted");
    };
  }

  private static Lookup none(Lookup.Why why, String key, Object... arguments) {
    return new Lookup.None(why, WORDS.text(key, arguments));
  }

  private static LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }

  /**
   * The entries of an address, the newest certificate first.
   *
   * @param address as {@link MailAddress#normalise} gives it
   */
  public List<BookEntry> entries(String address) {
    return shelf.entries(address);
  }

  /** Every entry, by address, the newest certificate of an address first. */
  public List<BookEntry> list() {
    return shelf.all();
  }
}
