package org.sealpost.directory;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.sealpost.store.Store;

/**
 * For whom directories once had certificates that could be used, in the store: whoever runs a
 * directory, or stands before it, must not open someone's mail by no longer having it. Thread-safe.
 * All methods throw {@link org.sealpost.store.StoreException} where the store cannot be used.
 */
public final class PastFinds {
  /** The oldest give way. */
  static final int MOST = 100_000;

  /** Nothing is written for every mail. */
  private static final Duration NEWS = Duration.ofDays(1);

  private final Store store;
  private final int most;

  public PastFinds(Store store) {
    this(store, MOST);
  }

  PastFinds(Store store, int most) {
    this.store = store;
    this.most = most;
  }

  /**
   * That a directory had one.
   *
   * @param directory its name
   * @param at when it was last found there, to the day
   */
  record Find(String directory, Instant at) {}

  /** Notes that this directory has one now. */
  void note(String address, String directory, Instant now) {
    Optional<Find> known = of(address);
    if (known
        .filter(it -> it.directory().equals(directory) && it.at().plus(NEWS).isAfter(now))
        .isPresent()) {
      return;
    }
    store
        .jdbi()
        .useTransaction(
            handle -> {
              handle.execute(
                  "insert or replace into directory_find values (?, ?, ?)",
                  address,
                  directory,
                  now.getEpochSecond());
              handle.execute(
                  """
                  delete from directory_find where address in
                    (select address from directory_find order by found desc limit -1 offset ?)
                  """,
                  most);
            });
  }

  /** The last find for an address. */
  Optional<Find> of(String address) {
    return store
        .reading()
        .withHandle(
            handle ->
                handle
                    .createQuery("select directory, found from directory_find where address = ?")
                    .bind(0, address)
                    .map(
                        (row, _) ->
                            new Find(
                                row.getString("directory"),
                                Instant.ofEpochSecond(row.getLong("found"))))
                    .findFirst());
  }

  /**
   * Forgets that there was one, so that its absence counts as if there never had been any.
   *
   * @param address as {@link org.sealpost.trust.MailAddress#normalise} gives it
   * @return whether there was
   */
  public boolean forget(String address) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle.execute("delete from directory_find where address = ?", address) > 0);
  }
}
