package org.sealpost.introduction;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealpost.store.Store;
import org.sealpost.trust.MailAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers whom the accounts introduced themselves to, and who answered. What counts as an answer
 * is decided where certificates are taken out of mails: a verified signature of that very address,
 * with a certificate that can be encrypted to.
 *
 * <p>Thread-safe. All methods throw {@link org.sealpost.store.StoreException} where the store
 * cannot be used.
 */
public final class Introductions {
  private static final Logger LOG = LoggerFactory.getLogger(Introductions.class);

  private static final String COLUMNS =
      "select account, address, introduced, answered from introduction ";

  private final Store store;

  public Introductions(Store store) {
    this.store = store;
  }

  /**
   * Notes that an account has introduced itself. Done once more, it waits for an answer anew.
   *
   * @throws IllegalArgumentException if either is no mail address
   */
  public void introduced(String account, String address, Instant now) {
    String from = normalised(account);
    String to = normalised(address);
    store
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    """
                    insert into introduction values (?, ?, ?, null)
                    on conflict (account, address) do update set
                      introduced = excluded.introduced, answered = null
                    """,
                    from,
                    to,
                    now.getEpochSecond()));
  }

  /**
   * Notes that a verified mail from an address brought a certificate to encrypt to. For an address
   * to which nobody has introduced themselves, or which has answered, nothing changes.
   */
  public void answered(String address, Instant now) {
    Optional<String> from = MailAddress.normalise(address);
    if (from.isEmpty() || stateOf(from.get()).isEmpty()) {
      return;
    }
    int answers =
        store
            .jdbi()
            .withHandle(
                handle ->
                    handle.execute(
                        "update introduction set answered = ? where address = ?"
                            + " and answered is null",
                        now.getEpochSecond(),
                        from.get()));
    if (answers > 0) {
      LOG.info("an introduction was answered: mail to that address can be encrypted now");
      LOG.debug("it was {} who answered", from.get());
    }
  }

  /** The last introduction to this address, by whichever account; empty if there was none. */
  public Optional<Introduction> stateOf(String address) {
    Optional<String> to = MailAddress.normalise(address);
    if (to.isEmpty()) {
      return Optional.empty();
    }
    return store
        .reading()
        .withHandle(
            handle ->
                handle
                    .createQuery(COLUMNS + "where address = ? order by introduced desc, account")
                    .bind(0, to.get())
                    .map((row, _) -> introduction(row))
                    .findFirst());
  }

  /** Every introduction, the last first. */
  public List<Introduction> all() {
    return store
        .reading()
        .withHandle(
            handle ->
                handle
                    .createQuery(COLUMNS + "order by introduced desc, address, account")
                    .map((row, _) -> introduction(row))
                    .list());
  }

  private static Introduction introduction(ResultSet row) throws SQLException {
    long answered = row.getLong("answered");
    Optional<Instant> answer =
        row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochSecond(answered));
    return new Introduction(
        row.getString("account"),
        row.getString("address"),
        Instant.ofEpochSecond(row.getLong("introduced")),
        answer);
  }

  private static String normalised(String address) {
    return MailAddress.normalise(address)
        .orElseThrow(() -> new IllegalArgumentException("not a mail address"));
  }
}
