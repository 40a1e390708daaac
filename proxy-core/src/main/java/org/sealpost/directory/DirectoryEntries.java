package org.sealpost.directory;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sealpost.book.BookEntry;
import org.sealpost.book.Source;
import org.sealpost.directory.Candidates.Choice;
import org.sealpost.store.Store;
import org.sealpost.trust.CertificateTrust;

/**
 * What directories said and is still fresh, for showing it beside the book's own entries. None is
 * asked for that. Thread-safe.
 */
public final class DirectoryEntries {
  private final KeptAnswers kept;
  private final Map<String, String> names;

  /** Of these directories; empty where the DNS is none. */
  public DirectoryEntries(Store store, List<LdapSettings> ldap, Optional<SmimeaSettings> smimea) {
    this.kept = new KeptAnswers(store);
    this.names = new LinkedHashMap<>();
    ldap.forEach(it -> names.putIfAbsent(it.identity(), it.name()));
    smimea.ifPresent(it -> names.put(it.identity(), SmimeaSettings.NAME));
  }

  /**
   * A certificate in an answer.
   *
   * @param until when the directory will be asked again
   * @param authorities those of CAs in the same answer
   */
  public record Shown(BookEntry entry, Instant until, List<X509Certificate> authorities) {
    public Shown {
      authorities = List.copyOf(authorities);
    }

    /** Whether it can be encrypted to. */
    public Choice judged(CertificateTrust trust, Instant now) {
      List<X509Certificate> all =
          Stream.concat(Stream.of(entry.certificate()), authorities.stream()).toList();
      return new Candidates(trust).choose(all, entry.address(), now);
    }
  }

  /** All, in the order of the directories, then by address, the newest certificate first. */
  public List<Shown> all(Instant now) {
    List<Shown> all = new ArrayList<>();
    names.forEach(
        (identity, name) -> {
          Source source = new Source(Source.Kind.DIRECTORY, name);
          for (KeptAnswers.Kept answer : kept.all(identity, now)) {
            List<X509Certificate> holders = Candidates.of(answer.certificates());
            List<X509Certificate> authorities =
                answer.certificates().stream().filter(it -> !holders.contains(it)).toList();
            holders.stream()
                .map(it -> BookEntry.of(answer.address(), it, source, answer.asked()))
                .map(entry -> new Shown(entry, answer.until(), authorities))
                .forEach(all::add);
          }
        });
    return all;
  }
}
