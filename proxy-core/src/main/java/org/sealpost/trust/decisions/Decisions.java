package org.sealpost.trust.decisions;

import java.security.cert.X509Certificate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealpost.store.Store;
import org.sealpost.trust.Decision;
import org.sealpost.trust.Fingerprint;
import org.sealpost.trust.MailAddress;
import org.sealpost.trust.OwnWord;
import org.sealpost.trust.stored.CertificateTable;

/**
 * The user's decisions and bindings in the store. What another process writes counts at once: every
 * question is read afresh. Times are kept to the second. Thread-safe. All methods throw {@link
 * org.sealpost.store.StoreException} where the store cannot be used: nobody must be trusted because
 * a refusal could not be read.
 */
public final class Decisions implements OwnWord {
  private static final String DECISIONS = "select kind, made, until, note from decision ";

  private final Store store;

  public Decisions(Store store) {
    this.store = store;
  }

  /** A decision and the certificate that it is on. */
  public record Decided(X509Certificate certificate, Decision decision) {}

  /** A binding and the certificate that it is of. */
  public record Bound(X509Certificate certificate, Binding binding) {}

  @Override
  public Optional<Decision> on(X509Certificate certificate, Instant at) {
    return of(certificate).filter(decision -> decision.holdsAt(at));
  }

  /** The decision on this certificate, whether it counts still or has run out. */
  public Optional<Decision> of(X509Certificate certificate) {
    return store
        .reading()
        .withHandle(
            handle ->
                handle
                    .createQuery(DECISIONS + "where fingerprint = ?")
                    .bind(0, Fingerprint.of(certificate).bytes())
                    .map((row, _) -> decision(row))
                    .findFirst());
  }

  /**
   * Decides on a certificate, in the place of what was decided before.
   *
   * @return what was decided before
   */
  public Optional<Decision> decide(X509Certificate certificate, Decision decision) {
    return store
        .jdbi()
        .inTransaction(
            handle -> {
              Optional<Decision> before = of(certificate);
              byte[] fingerprint = CertificateTable.keep(handle, certificate);
              handle.execute(
                  "insert or replace into decision values (?, ?, ?, ?, ?)",
                  fingerprint,
                  decision.kind().name(),
                  decision.made().getEpochSecond(),
                  decision.until().map(Instant::getEpochSecond).orElse(null),
                  decision.note());
              return before;
            });
  }

  /** Takes back the decision on a certificate; returns what it was. */
  public Optional<Decision> takeBack(X509Certificate certificate) {
    return store
        .jdbi()
        .inTransaction(
            handle -> {
              Optional<Decision> before = of(certificate);
              handle.execute(
                  "delete from decision where fingerprint = ?",
                  Fingerprint.of(certificate).bytes());
              return before;
            });
  }

  /** Every decision, the newest first; those that have run out too. */
  public List<Decided> all() {
    return store
        .reading()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select kind, made, until, note, der
                        from decision join certificate using (fingerprint)
                        order by made desc, fingerprint
                        """)
                    .map((row, _) -> new Decided(CertificateTable.read(row), decision(row)))
                    .list());
  }

  @Override
  public List<Binding> bindings(X509Certificate certificate) {
    return store
        .reading()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select address, since from binding where fingerprint = ? order by address")
                    .bind(0, Fingerprint.of(certificate).bytes())
                    .map((row, _) -> binding(row))
                    .list());
  }

  /**
   * Says that an address is the certificate's holder's. One that is bound already stays as it is.
   *
   * @return whether it was bound before
   * @throws IllegalArgumentException if {@code address} is no mail address
   */
  public boolean bind(X509Certificate certificate, String address, Instant since) {
    String key =
        MailAddress.normalise(address)
            .orElseThrow(() -> new IllegalArgumentException("not a mail address"));
    return store
        .jdbi()
        .inTransaction(
            handle -> {
              byte[] fingerprint = CertificateTable.keep(handle, certificate);
              return handle.execute(
                      "insert or ignore into binding values (?, ?, ?)",
                      fingerprint,
                      key,
                      since.getEpochSecond())
                  == 0;
            });
  }

  /**
   * Takes back a binding; returns whether there was one.
   *
   * @param address as {@link MailAddress#normalise} gives it
   */
  public boolean unbind(X509Certificate certificate, String address) {
    return store
        .jdbi()
        .withHandle(
            handle ->
                handle.execute(
                        "delete from binding where fingerprint = ? and address = ?",
                        Fingerprint.of(certificate).bytes(),
                        address)
                    > 0);
  }

  /** Every binding, by address. */
  public List<Bound> bindings() {
    return store
        .reading()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select address, since, der from binding join certificate using (fingerprint)
                        order by address, fingerprint
                        """)
                    .map((row, _) -> new Bound(CertificateTable.read(row), binding(row)))
                    .list());
  }

  private static Binding binding(ResultSet row) throws SQLException {
    return new Binding(row.getString("address"), Instant.ofEpochSecond(row.getLong("since")));
  }

  private static Decision decision(ResultSet row) throws SQLException {
    return new Decision(
        Decision.Kind.valueOf(row.getString("kind")),
        Instant.ofEpochSecond(row.getLong("made")),
        until(row),
        row.getString("note"));
  }

  private static Optional<Instant> until(ResultSet row) throws SQLException {
    long second = row.getLong("until");
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochSecond(second));
  }
}
