package org.sealpost.trust.decisions;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.sealpost.store.Store;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.Fingerprint;
import org.sealpost.trust.stored.CertificateTable;

/**
 * The certificates in the store: by fingerprint all of them, whatever they came in for; by address
 * those that the user bound to it, or decided on or imported where they carry it. Thread-safe.
 */
public final class StoredCertificates implements KnownCertificates {
  private static final int DIGITS = 64;

  private final Store store;

  public StoredCertificates(Store store) {
    this.store = store;
  }

  @Override
  public List<X509Certificate> byFingerprint(String prefix) {
    if (prefix.length() > DIGITS) {
      return List.of();
    }
    String lower = prefix.toLowerCase(Locale.ROOT);
    int missing = DIGITS - prefix.length();
    return query(
        "select der from certificate where fingerprint between :first and :last"
            + " order by fingerprint",
        Map.of(
            "first", new Fingerprint(lower + "0".repeat(missing)).bytes(),
            "last", new Fingerprint(lower + "f".repeat(missing)).bytes()));
  }

  @Override
  public List<X509Certificate> byAddress(String address) {
    List<X509Certificate> bound =
        query(
            "select der from certificate join binding using (fingerprint) where address = :key"
                + " order by fingerprint",
            Map.of("key", address));
    List<X509Certificate> judged =
        query(
            """
            select der from certificate
            where fingerprint in
              (select fingerprint from decision union select fingerprint from imported_anchor)
            order by fingerprint
            """,
            Map.of());
    return Stream.concat(
            bound.stream(),
            judged.stream()
                .filter(certificate -> CertificateNames.addresses(certificate).contains(address)))
        .distinct()
        .toList();
  }

  private List<X509Certificate> query(String sql, Map<String, ?> arguments) {
    return store
        .reading()
        .withHandle(
            handle ->
                handle
                    .createQuery(sql)
                    .bindMap(arguments)
                    .map((row, _) -> CertificateTable.read(row))
                    .list());
  }
}
