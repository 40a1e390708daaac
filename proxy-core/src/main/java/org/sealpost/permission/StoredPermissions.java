package org.sealpost.permission;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.sealpost.policy.Permission;
import org.sealpost.policy.Permissions;
import org.sealpost.policy.Recipient;
import org.sealpost.store.Store;

/**
 * The permissions in the store. What another process writes counts at once. Times are kept to the
 * second. Those that have ended count for nothing, and are forgotten when others are written.
 * Thread-safe. All methods throw {@link org.sealpost.store.StoreException} where the store cannot
 * be used.
 */
public final class StoredPermissions implements Permissions {
  private static final String COLUMNS = "select account, recipient, given, until from permission ";

  /** In the account's place. */
  private static final String ALL = "";

  private final Store store;

  public StoredPermissions(Store store) {
    this.store = store;
  }

  @Override
  public List<Permission> of(String account, String recipient, Instant now) {
    return store
        .reading()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        COLUMNS
                            + """
                            where recipient = ? and account in (?, ?)
                              and (until is null or until > ?)
                            order by account
                            """)
                    .bind(0, Recipient.comparable(recipient))
                    .bind(1, ALL)
                    .bind(2, Recipient.comparable(account))
                    .bind(3, now.getEpochSecond())
                    .map((row, _) -> read(row).permission())
                    .list());
  }

  /**
   * Permits to write to this recipient. What was permitted before for longer stays so.
   *
   * @param account the address of one account; empty for all
   * @param until when it ends; empty if never
   * @return what holds now
   */
  public GivenPermission allow(
      Optional<String> account, String recipient, Instant now, Optional<Instant> until) {
    String of = account.map(Recipient::comparable).orElse(ALL);
    String to = Recipient.comparable(recipient);
    return store
        .jdbi()
        .inTransaction(
            handle -> {
              forgetEnded(handle, now);
              handle.execute(
                  """
                  insert into permission values (?, ?, ?, ?)
                  on conflict (account, recipient) do update set
                    given = excluded.given,
                    until = max(until, excluded.until)
                  """,
                  of,
                  to,
                  now.getEpochSecond(),
                  until.map(Instant::getEpochSecond).orElse(null));
              return handle
                  .createQuery(COLUMNS + "where account = ? and recipient = ?")
                  .bind(0, of)
                  .bind(1, to)
                  .map((row, _) -> read(row))
                  .one();
            });
  }

  /**
   * Takes back what is permitted for this recipient: for one account, or wherever it is.
   *
   * @return what still counted
   */
  public List<GivenPermission> takeBack(Optional<String> account, String recipient, Instant now) {
    String to = Recipient.comparable(recipient);
    Optional<String> of = account.map(Recipient::comparable);
    return store
        .jdbi()
        .inTransaction(
            handle -> {
              forgetEnded(handle, now);
              List<GivenPermission> taken =
                  all(handle).stream()
                      .filter(it -> it.recipient().equals(to))
                      .filter(it -> of.isEmpty() || it.account().equals(of))
                      .toList();
              for (GivenPermission it : taken) {
                handle.execute(
                    "delete from permission where account = ? and recipient = ?",
                    it.account().orElse(ALL),
                    to);
              }
              return taken;
            });
  }

  /** All that count now, by recipient. */
  public List<GivenPermission> all(Instant now) {
    return store.reading().withHandle(StoredPermissions::all).stream()
        .filter(it -> it.permission().counts(false, now))
        .toList();
  }

  private static List<GivenPermission> all(Handle handle) {
    return handle
        .createQuery(COLUMNS + "order by recipient, account")
        .map((row, _) -> read(row))
        .list();
  }

  private static void forgetEnded(Handle handle, Instant now) {
    handle.execute("delete from permission where until <= ?", now.getEpochSecond());
  }

  private static GivenPermission read(ResultSet row) throws SQLException {
    long second = row.getLong("until");
    Optional<Instant> until =
        row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochSecond(second));
    return new GivenPermission(
        Optional.of(row.getString("account")).filter(it -> !it.equals(ALL)),
        row.getString("recipient"),
        new Permission(Instant.ofEpochSecond(row.getLong("given")), until));
  }
}
