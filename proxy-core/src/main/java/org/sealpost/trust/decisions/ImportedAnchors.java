package org.sealpost.trust.decisions;

import java.security.cert.X509Certificate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.sealpost.store.Store;
import org.sealpost.trust.Anchor;
import org.sealpost.trust.Fingerprint;
import org.sealpost.trust.Scope;
import org.sealpost.trust.TrustAnchors;
import org.sealpost.trust.stored.CertificateTable;

/**
 * The anchors that the user imported, in the store. What another process writes counts at once: the
 * list is read afresh each time, only the certificates themselves are kept. Thread-safe. All
 * methods throw {@link org.sealpost.store.StoreException} where the store cannot be used.
 */
public final class ImportedAnchors implements Supplier<List<Anchor>> {
  private static final String ROWS =
      "select fingerprint, file, imported, scope from imported_anchor ";

  private final Store store;
  private final Map<Fingerprint, X509Certificate> certificates = new ConcurrentHashMap<>();

  public ImportedAnchors(Store store) {
    this.store = store;
  }

  private record Row(Fingerprint fingerprint, Anchor.Origin.Imported origin, Scope scope) {}

  /** In the order in which they were imported. */
  @Override
  public List<Anchor> get() {
    return store
        .reading()
        .withHandle(
            handle -> {
              List<Row> rows =
                  handle
                      .createQuery(ROWS + "order by imported, fingerprint")
                      .map((row, _) -> row(row))
                      .list();
              certificates.keySet().retainAll(rows.stream().map(Row::fingerprint).toList());
              return rows.stream().map(row -> anchor(handle, row)).toList();
            });
  }

  /** These after others, as they are at each time. */
  public Supplier<List<Anchor>> after(TrustAnchors others) {
    return () -> {
      List<Anchor> all = new ArrayList<>(others.anchors());
      all.addAll(get());
      return all;
    };
  }

  /** As the certificate was imported, if it was. */
  public Optional<Anchor> of(X509Certificate certificate) {
    return get().stream().filter(anchor -> anchor.certificate().equals(certificate)).findFirst();
  }

  /**
   * Makes the certificate an anchor, in the place of what it was imported as before.
   *
   * @return what it was imported as before
   */
  public Optional<Anchor> add(
      X509Certificate certificate, Anchor.Origin.Imported origin, Scope scope) {
    return store
        .jdbi()
        .inTransaction(
            handle -> {
              Optional<Anchor> before = of(certificate);
              byte[] fingerprint = CertificateTable.keep(handle, certificate);
              handle.execute(
                  "insert or replace into imported_anchor values (?, ?, ?, ?)",
                  fingerprint,
                  origin.file(),
                  origin.at().getEpochSecond(),
                  String.join("\n", scope.entries()));
              return before;
            });
  }

  /** Makes it an anchor no more; returns what it was. */
  public Optional<Anchor> remove(X509Certificate certificate) {
    return store
        .jdbi()
        .inTransaction(
            handle -> {
              Optional<Anchor> before = of(certificate);
              handle.execute(
                  "delete from imported_anchor where fingerprint = ?",
                  Fingerprint.of(certificate).bytes());
              return before;
            });
  }

  private Anchor anchor(Handle handle, Row row) {
    X509Certificate certificate =
        certificates.computeIfAbsent(row.fingerprint(), key -> read(handle, key));
    return new Anchor(certificate, row.origin(), row.scope());
  }

  private static X509Certificate read(Handle handle, Fingerprint fingerprint) {
    return handle
        .createQuery("select der from certificate where fingerprint = ?")
        .bind(0, fingerprint.bytes())
        .map((row, _) -> CertificateTable.read(row))
        .one();
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        Fingerprint.of(row.getBytes("fingerprint")),
        new Anchor.Origin.Imported(
            row.getString("file"), Instant.ofEpochSecond(row.getLong("imported"))),
        scope(row.getString("scope")));
  }

  private static Scope scope(String lines) {
    SequencedSet<String> entries = new LinkedHashSet<>();
    if (!lines.isEmpty()) {
      entries.addAll(Arrays.asList(lines.split("\n")));
    }
    return new Scope(entries);
  }
}
