package org.sealpost.directory;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.sealpost.store.Store;
import org.sealpost.trust.stored.CertificateTable;

/** What directories said, in the store, until it expires. Thread-safe. */
final class KeptAnswers {
  static final int MOST = 10_000;

  private final Store store;

  KeptAnswers(Store store) {
    this.store = store;
  }

  /** An answer that holds certificates. */
  record Kept(String address, List<X509Certificate> certificates, Instant asked, Instant until) {}

  /** Takes the place of what this directory said of this address before. */
  void put(String directory, String address, Answer.Told answer, Duration longest, Instant now) {
    Duration life = answer.timeToLive().compareTo(longest) < 0 ? answer.timeToLive() : longest;
    store
        .jdbi()
        .useTransaction(
            handle -> {
              clean(handle, now);
              forget(handle, directory, address);
              handle.execute(
                  "insert into directory_answer values (?, ?, ?, ?)",
                  directory,
                  address,
                  now.getEpochSecond(),
                  now.plus(life).getEpochSecond());
              int place = 0;
              for (X509Certificate certificate : answer.certificates()) {
                handle.execute(
                    "insert into directory_certificate values (?, ?, ?, ?)",
                    directory,
                    address,
                    place++,
                    CertificateTable.keep(handle, certificate));
              }
            });
  }

  /** What this directory said, if that is still fresh. */
  Optional<List<X509Certificate>> fresh(String directory, String address, Instant now) {
    return store
        .reading()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select 1 from directory_answer
                        where directory = :d and address = :a and expires > :now
                        """)
                    .bind("d", directory)
                    .bind("a", address)
                    .bind("now", now.getEpochSecond())
                    .mapTo(Integer.class)
                    .findFirst()
                    .map(_ -> certificates(handle, directory, address)));
  }

  /** All that a directory said and that is still fresh, by address; not that it has nothing. */
  List<Kept> all(String directory, Instant now) {
    return store
        .reading()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select address, asked, expires from directory_answer
                        where directory = :d and expires > :now order by address
                        """)
                    .bind("d", directory)
                    .bind("now", now.getEpochSecond())
                    .map(
                        (row, _) ->
                            new Kept(
                                row.getString("address"),
                                certificates(handle, directory, row.getString("address")),
                                Instant.ofEpochSecond(row.getLong("asked")),
                                Instant.ofEpochSecond(row.getLong("expires"))))
                    .list()
                    .stream()
                    .filter(kept -> !kept.certificates().isEmpty())
                    .toList());
  }

  private static List<X509Certificate> certificates(
      Handle handle, String directory, String address) {
    return handle
        .createQuery(
            """
            select der from directory_certificate join certificate using (fingerprint)
            where directory = :d and address = :a order by place
            """)
        .bind("d", directory)
        .bind("a", address)
        .map((row, _) -> CertificateTable.read(row))
        .list();
  }

  private static void clean(Handle handle, Instant now) {
    handle.execute(
        """
        delete from directory_answer where expires <= ? or expires <
          (select expires from directory_answer order by expires desc limit 1 offset ?)
        """,
        now.getEpochSecond(),
        MOST - 2);
    handle.execute(
        """
        delete from directory_certificate where (directory, address) not in
          (select directory, address from directory_answer)
        """);
  }

  private static void forget(Handle handle, String directory, String address) {
    for (String table : List.of("directory_answer", "directory_certificate")) {
      handle.execute(
          "delete from " + table + " where directory = ? and address = ?", directory, address);
    }
  }
}
