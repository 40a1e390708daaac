package org.sealpost.book;

import java.security.cert.X509Certificate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.sealpost.smime.Capabilities;
import org.sealpost.store.Store;
import org.sealpost.trust.Fingerprint;
import org.sealpost.trust.stored.CertificateTable;

/** The book's entries in the store. Thread-safe. */
final class Shelf {
  private static final String ENTRIES =
      """
      select address, der, source_kind, source_detail, first_seen, last_seen, vouched,
        stated, preferred, capabilities
      from book_entry join certificate using (fingerprint)
      """;

  private static final String NEWEST_FIRST = " order by address, not_before desc, fingerprint";

  /** Of the address or the holder; most look for nothing, or for an address. */
  private static final String MATCHING =
      """
       where :part = '' or instr(address, :part) > 0
        or fingerprint in (select fingerprint from holder where instr(name, :part) > 0)
      """;

  private final Store store;

  Shelf(Store store) {
    this.store = store;
  }

  long size() {
    return store
        .reading()
        .withHandle(
            handle ->
                handle.createQuery("select count(*) from book_entry").mapTo(Long.class).one());
  }

  /**
   * Puts a certificate under an address, or notes that it was seen again. The user's own word is
   * kept when the same certificate also comes by mail, and takes the mail's place when it comes
   * later. Of statements and capabilities those are kept that were made last.
   *
   * @param change to be noted if the certificate was not there before, or if the user brings it in:
   *     what is a change is not the user's word yet
   * @return whether it was there before
   */
  boolean put(Sighting sighting, Optional<Change> change) {
    return store
        .jdbi()
        .inTransaction(
            handle -> {
              byte[] fingerprint = CertificateTable.keep(handle, sighting.certificate());
              boolean known = holds(handle, sighting.address(), fingerprint);
              boolean vouched = sighting.isByUser() && change.isEmpty();
              write(handle, sighting, fingerprint, vouched);
              if (change.isPresent() && (!known || sighting.isByUser())) {
                ChangeTable.put(handle, change.get());
              }
              if (vouched) {
                ChangeTable.acknowledge(handle, sighting.address(), fingerprint, sighting.at());
              }
              return known;
            });
  }

  private static void write(Handle handle, Sighting sighting, byte[] fingerprint, boolean vouched) {
    Optional<Long> stated = sighting.statement().map(it -> it.at().getEpochSecond());
    boolean announces = !sighting.capabilities().isNone() && stated.isPresent();
    handle
        .createUpdate(
            """
            insert into book_entry values
              (:address, :fingerprint, :notBefore, :kind, :detail, :now, :now, :vouched,
               :stated, :preferred, :capabilities, :announced)
            on conflict (address, fingerprint) do update set
              last_seen = max(last_seen, excluded.last_seen),
              source_detail = case when excluded.vouched is not null
                  or (excluded.source_kind = 'MAIL' and vouched is null and source_kind <> 'MAIL')
                  or (excluded.source_kind = 'MAIL' and source_kind = 'DIRECTORY')
                then excluded.source_detail else source_detail end,
              source_kind = case when excluded.vouched is not null
                  or (excluded.source_kind = 'MAIL' and vouched is null and source_kind <> 'MAIL')
                  or (excluded.source_kind = 'MAIL' and source_kind = 'DIRECTORY')
                then excluded.source_kind else source_kind end,
              vouched = coalesce(max(vouched, excluded.vouched), vouched, excluded.vouched),
              preferred = case when excluded.stated >= coalesce(stated, excluded.stated)
                then excluded.preferred else preferred end,
              stated = coalesce(max(stated, excluded.stated), stated, excluded.stated),
              capabilities = case when excluded.announced >= coalesce(announced, excluded.announced)
                then excluded.capabilities else capabilities end,
              announced = coalesce(max(announced, excluded.announced), announced,
                excluded.announced)
            """)
        .bind("address", sighting.address())
        .bind("fingerprint", fingerprint)
        .bind("notBefore", sighting.certificate().getNotBefore().toInstant().getEpochSecond())
        .bind("kind", sighting.source().kind().name())
        .bind("detail", sighting.source().detail())
        .bind("now", sighting.at().getEpochSecond())
        .bind("vouched", vouched ? sighting.at().getEpochSecond() : null)
        .bind("stated", stated.orElse(null))
        .bind("preferred", sighting.statement().filter(it -> it.preferred()).isPresent() ? 1 : 0)
        .bind("capabilities", announces ? sighting.capabilities().encoded() : null)
        .bind("announced", announces ? stated.get() : null)
        .execute();
  }

  /** Takes a certificate away from an address; other addresses keep it. */
  void remove(String address, X509Certificate certificate) {
    byte[] fingerprint = Fingerprint.of(certificate).bytes();
    store
        .jdbi()
        .useTransaction(
            handle -> {
              handle.execute(
                  "delete from book_entry where address = ? and fingerprint = ?",
                  address,
                  fingerprint);
              ChangeTable.remove(handle, address, fingerprint);
            });
  }

  private static boolean holds(Handle handle, String address, byte[] fingerprint) {
    return handle
        .createQuery("select 1 from book_entry where address = :a and fingerprint = :f")
        .bind("a", address)
        .bind("f", fingerprint)
        .mapTo(Integer.class)
        .findFirst()
        .isPresent();
  }

  /** Keeps certificates of CAs for building paths. */
  void putIntermediates(List<X509Certificate> certificates) {
    if (certificates.isEmpty()) {
      return;
    }
    store
        .jdbi()
        .useTransaction(
            handle -> {
              for (X509Certificate certificate : certificates) {
                byte[] fingerprint = CertificateTable.keep(handle, certificate);
                handle.execute("insert or ignore into intermediate values (?)", fingerprint);
              }
            });
  }

  /** The entries of an address, the newest certificate first. */
  List<BookEntry> entries(String address) {
    return query("where address = :key" + NEWEST_FIRST, Map.of("key", address));
  }

  /** The entries of one certificate, by address. */
  List<BookEntry> entries(Fingerprint fingerprint) {
    return query("where fingerprint = :key" + NEWEST_FIRST, Map.of("key", fingerprint.bytes()));
  }

  private List<BookEntry> query(String condition, Map<String, ?> arguments) {
    return store
        .reading()
        .withHandle(
            handle ->
                handle
                    .createQuery(ENTRIES + condition)
                    .bindMap(arguments)
                    .map((row, _) -> entry(row))
                    .list());
  }

  /**
   * All entries whose address has {@code part} in it, by address, then as {@link #entries}; one is
   * at hand at a time, however many there are. Others wait to read until all are done with.
   */
  void each(String part, Consumer<BookEntry> consumer) {
    store
        .reading()
        .useHandle(
            handle ->
                handle
                    .createQuery(ENTRIES + "where instr(address, :part) > 0" + NEWEST_FIRST)
                    .bind("part", part)
                    .map((row, _) -> entry(row))
                    .forEach(consumer));
  }

  /** Some of all entries whose address or holder has {@code part} in it. */
  List<BookEntry> page(String part, int offset, int limit) {
    // Which they are is found without their certificates: to sort those takes seconds.
    return query(
        "where (address, fingerprint) in (select address, fingerprint from book_entry"
            + MATCHING
            + NEWEST_FIRST
            + " limit :limit offset :offset)"
            + NEWEST_FIRST,
        Map.of("part", part, "limit", limit, "offset", offset));
  }

  /** How many {@link #page} finds in all. */
  int count(String part) {
    return store
        .reading()
        .withHandle(
            handle ->
                handle
                    .createQuery("select count(*) from book_entry" + MATCHING)
                    .bind("part", part)
                    .mapTo(Integer.class)
                    .one());
  }

  List<X509Certificate> intermediates() {
    return store
        .reading()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select der from intermediate join certificate using (fingerprint)"
                            + " order by fingerprint")
                    .map((row, _) -> CertificateTable.read(row))
                    .list());
  }

  private static BookEntry entry(ResultSet row) throws SQLException {
    byte[] capabilities = row.getBytes("capabilities");
    boolean preferred = row.getBoolean("preferred");
    return new BookEntry(
        row.getString("address"),
        CertificateTable.read(row),
        new Source(
            Source.Kind.valueOf(row.getString("source_kind")), row.getString("source_detail")),
        Instant.ofEpochSecond(row.getLong("first_seen")),
        Instant.ofEpochSecond(row.getLong("last_seen")),
        time(row, "vouched"),
        time(row, "stated").map(at -> new BookEntry.Statement(at, preferred)),
        capabilities == null ? Capabilities.none() : Capabilities.of(capabilities));
  }

  static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    long seconds = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds));
  }
}
