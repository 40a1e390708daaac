package org.sealpost.book;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.sealpost.store.Store;
import org.sealpost.trust.CertificateFile;

/** The book's tables in the store. Thread-safe. */
final class Shelf {
  private static final String ENTRIES =
      """
      select address, der, source_kind, source_detail, first_seen, last_seen
      from book_entry join certificate using (fingerprint)
      """;

  private final Store store;

  Shelf(Store store) {
    this.store = store;
  }

  /**
   * Puts a certificate under an address, or notes that it was seen again. The user's own word is
   * kept when the same certificate also comes by mail, and takes the mail's place when it comes
   * later.
   *
   * @return whether it was there before
   */
  boolean put(String address, X509Certificate certificate, Source source, Instant now) {
    return store
        .jdbi()
        .inTransaction(
            handle -> {
              byte[] fingerprint = keep(handle, certificate);
              boolean known = holds(handle, address, fingerprint);
              handle
                  .createUpdate(
                      """
                      insert into book_entry values
                        (:address, :fingerprint, :notBefore, :kind, :detail, :now, :now)
                      on conflict (address, fingerprint) do update set
                        last_seen = max(last_seen, excluded.last_seen),
                        source_detail = case when excluded.source_kind = 'FILE'
                          then excluded.source_detail else source_detail end,
                        source_kind = case when excluded.source_kind = 'FILE'
                          then 'FILE' else source_kind end
                      """)
                  .bind("address", address)
                  .bind("fingerprint", fingerprint)
                  .bind("notBefore", certificate.getNotBefore().toInstant().getEpochSecond())
                  .bind("kind", source.kind().name())
                  .bind("detail", source.detail())
                  .bind("now", now.getEpochSecond())
                  .execute();
              return known;
            });
  }

  /** Takes a certificate away from an address; other addresses keep it. */
  void remove(String address, X509Certificate certificate) {
    byte[] fingerprint = fingerprint(encoded(certificate));
    store
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "delete from book_entry where address = ? and fingerprint = ?",
                    address,
                    fingerprint));
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
                byte[] fingerprint = keep(handle, certificate);
                handle.execute("insert or ignore into intermediate values (?)", fingerprint);
              }
            });
  }

  private static byte[] keep(Handle handle, X509Certificate certificate) {
    byte[] der = encoded(certificate);
    byte[] fingerprint = fingerprint(der);
    handle.execute("insert or ignore into certificate values (?, ?)", fingerprint, der);
    return fingerprint;
  }

  /** The entries of an address, the newest certificate first. */
  List<BookEntry> entries(String address) {
    return store
        .reading()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        ENTRIES + "where address = ? order by not_before desc, fingerprint")
                    .bind(0, address)
                    .map((row, _) -> entry(row))
                    .list());
  }

  /** All entries by address, then as {@link #entries}. */
  List<BookEntry> all() {
    return store
        .reading()
        .withHandle(
            handle ->
                handle
                    .createQuery(ENTRIES + "order by address, not_before desc, fingerprint")
                    .map((row, _) -> entry(row))
                    .list());
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
                    .map((row, _) -> certificate(row))
                    .list());
  }

  private static BookEntry entry(ResultSet row) throws SQLException {
    return new BookEntry(
        row.getString("address"),
        certificate(row),
        new Source(
            Source.Kind.valueOf(row.getString("source_kind")), row.getString("source_detail")),
        Instant.ofEpochSecond(row.getLong("first_seen")),
        Instant.ofEpochSecond(row.getLong("last_seen")));
  }

  private static X509Certificate certificate(ResultSet row) throws SQLException {
    try {
      return CertificateFile.parse(row.getBytes("der"));
    } catch (CertificateException e) {
      throw new SQLException("a certificate in the book is damaged", e);
    }
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate without an encoding", e);
    }
  }

  private static byte[] fingerprint(byte[] der) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(der);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
