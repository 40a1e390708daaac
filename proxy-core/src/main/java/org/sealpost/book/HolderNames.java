package org.sealpost.book;

import java.security.cert.CertificateException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.sealpost.store.Store;
import org.sealpost.store.StoreTrouble;
import org.sealpost.trust.CertificateFile;
import org.sealpost.trust.CertificateNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names of the holders of the book's certificates, as a table in which SQL can look for them.
 * Made when someone looks for a name, as of what has come since the last time: certificates come in
 * by many ways, and to parse one takes longer than to look through a thousand names. Thread-safe.
 */
final class HolderNames {
  private static final Logger LOG = LoggerFactory.getLogger(HolderNames.class);

  /** As many are in memory at a time, and keep other writers waiting. */
  private static final int STEP = 500;

  private final Store store;

  HolderNames(Store store) {
    this.store = store;
  }

  /** Adds those that are missing. Where the store cannot be written to, they stay missing. */
  void complete() {
    try {
      List<Named> missing = missing();
      while (!missing.isEmpty()) {
        write(missing);
        missing = missing.size() < STEP ? List.of() : missing();
      }
    } catch (RuntimeException e) {
      LOG.warn("not all names in the book can be looked for: {}", StoreTrouble.of(e));
    }
  }

  private record Named(byte[] fingerprint, String name) {}

  private List<Named> missing() {
    return store
        .reading()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select fingerprint, der from certificate
                        where fingerprint in (select fingerprint from book_entry)
                          and fingerprint not in (select fingerprint from holder)
                        limit :step
                        """)
                    .bindMap(Map.of("step", STEP))
                    .map(
                        (row, _) ->
                            new Named(row.getBytes("fingerprint"), name(row.getBytes("der"))))
                    .list());
  }

  /** One that is damaged has none, so that it does not come up again. */
  private static String name(byte[] der) {
    try {
      return CertificateNames.displayName(CertificateFile.parse(der)).toLowerCase(Locale.ROOT);
    } catch (CertificateException | RuntimeException e) {
      LOG.debug("a certificate in the store is damaged", e);
      return "";
    }
  }

  private void write(List<Named> all) {
    store.jdbi().useTransaction(handle -> all.forEach(each -> write(handle, each)));
  }

  /** Its certificate may have gone meanwhile. */
  private static void write(Handle handle, Named each) {
    handle.execute(
        "insert or ignore into holder select fingerprint, ? from certificate where fingerprint = ?",
        each.name,
        each.fingerprint);
  }
}
