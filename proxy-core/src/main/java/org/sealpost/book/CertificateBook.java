package org.sealpost.book;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sealpost.smime.SignatureCheck;
import org.sealpost.store.Store;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.EncryptionUse;
import org.sealpost.trust.Fingerprint;
import org.sealpost.trust.MailAddress;
import org.sealpost.trust.PathProblem;
import org.sealpost.trust.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For each mail address the certificates to encrypt to. Addresses are compared as {@link
 * MailAddress} says.
 *
 * <p>A certificate comes in by two ways, and is trusted accordingly. Harvested from a verified mail
 * ({@link Source.Kind#MAIL}), it is used only while it has a path to a configured anchor. Imported
 * by the user ({@link Source.Kind#FILE}), it is used on the user's own word, whether its CA is
 * configured or not; where the address had another holder's, the user's word is that the change is
 * acknowledged. Either must be valid in time, meant for encryption, and have a key that is long
 * enough for new mail. Which one of several is taken is told in {@link Selection}; one that comes
 * in beside others is noted as a {@link Change} until the user acknowledges it.
 *
 * <p>Thread-safe. All methods throw {@link org.sealpost.store.StoreException} where the store
 * cannot be used.
 */
public final class CertificateBook implements RecipientCertificates {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateBook.class);

  private final Shelf shelf;
  private final ChangeTable changes;
  private final CertificateTrust trust;
  private final Harvest harvest;
  private final HarvestListener listener;

  public CertificateBook(Store store, CertificateTrust trust) {
    this(store, trust, (_, _) -> {});
  }

  /** A book that tells {@code listener} what it harvests. */
  public CertificateBook(Store store, CertificateTrust trust, HarvestListener listener) {
    this.shelf = new Shelf(store);
    this.changes = new ChangeTable(store);
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
   * Adds a certificate under an address, unchecked; an address already known keeps its others, and
   * unless the user adds it ({@link Source.Kind#FILE}) it is noted as a change.
   *
   * @throws IllegalArgumentException if {@code address} is no mail address
   */
  public void add(String address, X509Certificate certificate, Source source, Instant now) {
    String key =
        MailAddress.normalise(address)
            .orElseThrow(() -> new IllegalArgumentException("not a mail address"));
    put(Sighting.of(key, certificate, source, now));
  }

  /**
   * Keeps a certificate that a directory has, if the book has others of that address: as a change.
   * It is never looked up here: it counts while the directory has it, and that is asked there.
   */
  @Override
  public void used(String address, X509Certificate certificate, Source source, Instant now) {
    List<BookEntry> entries = MailAddress.normalise(address).map(this::entries).orElse(List.of());
    if (!entries.isEmpty()
        && entries.stream().noneMatch(entry -> entry.certificate().equals(certificate))) {
      add(address, certificate, source, now);
    }
  }

  /** What the user brings in is the user's own doing; whatever else is new is a change. */
  private void put(Sighting sighting) {
    Optional<Change> change = sighting.isByUser() ? Optional.empty() : change(sighting);
    boolean known = shelf.put(sighting, change);
    if (!known && change.isPresent()) {
      tell(change.get());
    }
  }

  /** What became of a certificate that a file brought in. */
  record Filed(boolean known, Optional<Change> open) {}

  /**
   * Takes in what a file brought. It is the user's word at once unless the address has another
   * holder's; then it is a change.
   *
   * @param vouched whether the user speaks for it all the same
   */
  Filed file(Sighting sighting, boolean vouched) {
    Optional<Change> change = vouched ? Optional.empty() : changeByFile(sighting);
    return new Filed(shelf.put(sighting, change), change);
  }

  /** A renewal is so by a CA's word, not by the names that whoever made a file may choose. */
  private Optional<Change> changeByFile(Sighting sighting) {
    List<BookEntry> others = new ArrayList<>();
    for (BookEntry entry : shelf.entries(sighting.address())) {
      if (!entry.certificate().equals(sighting.certificate())) {
        others.add(entry);
      } else if (entry.vouched().isPresent()) {
        return Optional.empty();
      }
    }
    boolean holds =
        trust.encryptionUse(
                sighting.certificate(),
                shelf.intermediates(),
                sighting.address(),
                FileImport.whenValid(sighting.certificate(), sighting.at()))
            instanceof EncryptionUse.Usable;
    return change(sighting, others)
        .filter(change -> !(change.renewal() && holds))
        .map(change -> holds ? change : change.ofAnother());
  }

  private Optional<Change> change(Sighting sighting) {
    List<BookEntry> entries = shelf.entries(sighting.address());
    return entries.stream().anyMatch(it -> it.certificate().equals(sighting.certificate()))
        ? Optional.empty()
        : change(sighting, entries);
  }

  private Optional<Change> change(Sighting sighting, List<BookEntry> others) {
    Renewals renewals = new Renewals(trust, shelf.intermediates());
    List<BookEntry> entries = Selection.sorted(others, renewals);
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    X509Certificate previous =
        forEncryption(sighting.address(), sighting.at())
            .filter(used -> !used.equals(sighting.certificate()))
            .orElse(entries.getFirst().certificate());
    return Optional.of(
        new Change(
            sighting.address(),
            sighting.certificate(),
            previous,
            sighting.at().truncatedTo(ChronoUnit.SECONDS),
            sighting.source(),
            renewals.are(sighting.certificate(), previous),
            Optional.empty()));
  }

  private void tell(Change change) {
    LOG.info(
        "a correspondent in the book has a new certificate{}; \"sealpost book list\" shows whose",
        change.renewal() ? ", which looks like a renewal" : " of another name or CA");
    LOG.debug("the new certificate is of {}", change.address());
    listener.changed(change);
  }

  /**
   * Imports the certificates of a file: one that a CA vouches for under every address that it
   * carries, those of CAs as intermediates. One that cannot be used is refused; one that cannot be
   * read is told of. Under an address that has another holder's, one waits to be acknowledged.
   *
   * @param address under which to put a certificate instead; needed for one that carries none, and
   *     for one without a path to an anchor, which may carry any
   * @param vouched whether the user speaks for it where it would wait
   * @return what became of each, in the file's order
   * @throws IOException as {@link org.sealpost.book.exchange.ExchangeFile#read}
   */
  public List<Imported> importFile(
      Path file, Optional<String> address, boolean vouched, Instant now) throws IOException {
    return importFile(file, address, vouched, now, (_, _) -> {});
  }

  /** As the other; {@code progress} is told of each certificate before it is dealt with. */
  public List<Imported> importFile(
      Path file, Optional<String> address, boolean vouched, Instant now, ImportProgress progress)
      throws IOException {
    return new FileImport(this, shelf, trust, file, vouched, now).run(address, progress);
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
    return find.map(it -> it.sighting().certificate());
  }

  /** As {@link #harvest}, without writing it down. */
  Optional<Harvest.Find> find(
      SignatureCheck signature, Verdict verdict, String address, String messageId, Instant now) {
    return harvest.find(signature, verdict, address, messageId, now);
  }

  void keep(Harvest.Find find) {
    shelf.putIntermediates(find.path());
    put(find.sighting());
    listener.harvested(find.sighting().address(), find.sighting().at());
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

  /** Takes entries out. */
  public void remove(List<BookEntry> entries) {
    entries.forEach(entry -> shelf.remove(entry.address(), entry.certificate()));
  }

  /** The changes that the user has not acknowledged, by address, the newest first. */
  public List<Change> openChanges() {
    return changes.open();
  }

  /**
   * Notes that the user has seen these changes. From now on the new certificates count as the
   * user's own word would have them, see {@link Selection}; they need a path all the same.
   */
  public void acknowledge(List<Change> seen, Instant now) {
    changes.acknowledge(seen, now);
  }

  /** The certificate to encrypt to: usable now, and the first as {@link Selection} has it. */
  public Optional<X509Certificate> forEncryption(String address, Instant now) {
    return switch (lookup(address, now)) {
      case Lookup.Usable(X509Certificate certificate, _) -> Optional.of(certificate);
      case Lookup.None _ -> Optional.empty();
    };
  }

  /** As {@link #forEncryption}, and why there is none: what is wrong with the first. */
  @Override
  public Lookup lookup(String address, Instant now) {
    Optional<String> key = MailAddress.normalise(address);
    if (key.isEmpty()) {
      return NoneWords.notAnAddress();
    }
    List<BookEntry> kept = shelf.entries(key.get());
    List<X509Certificate> helpers = helpers(kept);
    List<BookEntry> entries = Selection.sorted(kept, new Renewals(trust, helpers));
    Optional<PathProblem> first = Optional.empty();
    for (BookEntry entry : entries) {
      if (entry.source().kind() == Source.Kind.DIRECTORY) {
        continue;
      }
      Optional<PathProblem> problem = problem(entry, helpers, now);
      if (problem.isEmpty()) {
        return new Lookup.Usable(entry.certificate(), entry.capabilities());
      }
      first = first.or(() -> problem);
    }
    return first.map(NoneWords::of).orElseGet(NoneWords::unknown);
  }

  /**
   * How the entries of an address stand now, and why, in the order in which they come into
   * question.
   *
   * @param address as {@link MailAddress#normalise} gives it
   */
  public List<Examined> examine(String address, Instant now) {
    List<BookEntry> kept = shelf.entries(address);
    List<X509Certificate> helpers = helpers(kept);
    Renewals renewals = new Renewals(trust, helpers);
    List<BookEntry> entries = Selection.sorted(kept, renewals);
    List<Change> noted = changes.of(address);
    List<Examined> examined = new ArrayList<>();
    Optional<BookEntry> chosen = Optional.empty();
    for (BookEntry entry : entries) {
      Optional<PathProblem> problem = problem(entry, helpers, now);
      Standing standing;
      if (problem.isPresent()) {
        standing = new Standing.Unusable(problem.get());
      } else if (entry.source().kind() == Source.Kind.DIRECTORY) {
        standing = new Standing.OfDirectory();
      } else if (chosen.isPresent()) {
        standing = Selection.behind(chosen.get(), entry, entries, renewals);
      } else {
        chosen = Optional.of(entry);
        standing = new Standing.Chosen();
      }
      examined.add(new Examined(entry, standing, changeTo(entry, noted)));
    }
    return examined;
  }

  private static Optional<Change> changeTo(BookEntry entry, List<Change> noted) {
    return noted.stream()
        .filter(change -> change.certificate().equals(entry.certificate()))
        .findFirst();
  }

  private List<X509Certificate> helpers(List<BookEntry> entries) {
    return entries.isEmpty() ? List.of() : shelf.intermediates();
  }

  private Optional<PathProblem> problem(
      BookEntry entry, List<X509Certificate> helpers, Instant now) {
    if (entry.isOwnWord()) {
      return trust.encryptionProblemOfOwnWord(entry.certificate(), helpers, now);
    }
    return switch (trust.encryptionUse(entry.certificate(), helpers, entry.address(), now)) {
      case EncryptionUse.Usable _ -> Optional.empty();
      case EncryptionUse.Unusable(PathProblem problem) -> Optional.of(problem);
    };
  }

  /**
   * The entries of an address, the newest certificate first.
   *
   * @param address as {@link MailAddress#normalise} gives it
   */
  public List<BookEntry> entries(String address) {
    return shelf.entries(address);
  }

  /** The entries of a certificate, by address. */
  public List<BookEntry> entries(X509Certificate certificate) {
    return shelf.entries(Fingerprint.of(certificate));
  }

  /** Every entry, by address, the newest certificate of an address first. */
  public List<BookEntry> list() {
    List<BookEntry> entries = new ArrayList<>();
    each("", entries::add);
    return entries;
  }

  /** How many entries there are; quick. */
  public long size() {
    return shelf.size();
  }

  /**
   * Hands over every entry whose address has {@code part} in it, in the order of {@link #list}. One
   * is in memory at a time. The book must not be asked within.
   *
   * @param part in lower case; empty for all
   */
  public void each(String part, Consumer<BookEntry> consumer) {
    shelf.each(part, consumer);
  }
}
