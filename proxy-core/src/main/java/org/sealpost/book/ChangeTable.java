package org.sealpost.book;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.sealpost.store.Store;
import org.sealpost.trust.Fingerprint;
import org.sealpost.trust.stored.CertificateTable;

/** The table of certificates that came in for addresses which had others. Thread-safe. */
final class ChangeTable {
  private static final String CHANGES =
      """
      select address, new.der as der, old.der as previous_der, since, source_kind, source_detail,
        renewal, acknowledged
      from book_change
        join certificate new on new.fingerprint = book_change.fingerprint
        join certificate old on old.fingerprint = book_change.previous
      """;

  private final Store store;

  ChangeTable(Store store) {
    this.store = store;
  }

  /** Both certificates are in the store. One that is noted already stays as it is. */
  static void put(Handle handle, Change change) {
    handle
        .createUpdate(
            """
            insert or ignore into book_change values
              (:address, :fingerprint, :previous, :since, :kind, :detail, :renewal, null)
            """)
        .bind("address", change.address())
        .bind("fingerprint", Fingerprint.of(change.certificate()).bytes())
        .bind("previous", Fingerprint.of(change.previous()).bytes())
        .bind("since", change.since().getEpochSecond())
        .bind("kind", change.source().kind().name())
        .bind("detail", change.source().detail())
        .bind("renewal", change.renewal() ? 1 : 0)
        .execute();
  }

  static void remove(Handle handle, String address, byte[] fingerprint) {
    handle.execute(
        "delete from book_change where address = ? and fingerprint = ?", address, fingerprint);
  }

  /** Notes that the user has spoken for a certificate. */
  static void acknowledge(Handle handle, String address, byte[] fingerprint, Instant now) {
    handle.execute(
        """
        update book_change set acknowledged = ?
        where address = ? and fingerprint = ? and acknowledged is null
        """,
        now.getEpochSecond(),
        address,
        fingerprint);
  }

  /** Notes that the user has seen the open changes of an address. */
  void acknowledge(List<Change> changes, Instant now) {
    store
        .jdbi()
        .useTransaction(
            handle -> {
              for (Change change : changes) {
                byte[] fingerprint = Fingerprint.of(change.certificate()).bytes();
                acknowledge(handle, change.address(), fingerprint, now);
                handle.execute(
                    "update book_entry set vouched = ? where address = ? and fingerprint = ?",
                    now.getEpochSecond(),
                    change.address(),
                    fingerprint);
              }
            });
  }

  /** Those of an address, the newest first. */
  List<Change> of(String address) {
    return query("where address = :key order by since desc", Map.of("key", address));
  }

  /** All that the user has not acknowledged, by address. */
  List<Change> open() {
    return query("where acknowledged is null order by address, since desc", Map.of());
  }

  private List<Change> query(String condition, Map<String, ?> arguments) {
    return store
        .reading()
        .withHandle(
            handle ->
                handle
                    .createQuery(CHANGES + condition)
                    .bindMap(arguments)
                    .map((row, _) -> change(row))
                    .list());
  }

  private static Change change(ResultSet row) throws SQLException {
    return new Change(
        row.getString("address"),
        CertificateTable.read(row),
        CertificateTable.read(row, "previous_der"),
        Instant.ofEpochSecond(row.getLong("since")),
        new Source(
            Source.Kind.valueOf(row.getString("source_kind")), row.getString("source_detail")),
        row.getBoolean("renewal"),
        Shelf.time(row, "acknowledged"));
  }
}
