package org.sealpost.store;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Jdbi;

/**
 * The SQLite file behind book, trust and journal. Opening costs nothing: SQLite is loaded, the file
 * made and its schema brought up to date on the first use. Several processes may use one file at
 * the same time. Thread-safe; made for virtual threads: one connection serves them in turn, so that
 * SQLite's native code holds one carrier thread at most. A call that has not got its turn within
 * half a minute fails. Calls nested in one thread share their connection.
 *
 * <p>Whatever prevents use is a {@link StoreException} with words.
 */
public final class Store implements AutoCloseable {
  private final StoreFile file;
  private final Turns turns;
  private final ReentrantLock preparing = new ReentrantLock();
  private Optional<Jdbi> prepared = Optional.empty();

  private Store(Path path) {
    this.file = new StoreFile(path);
    this.turns = new Turns(file::connect);
  }

  /**
   * The store in this file (mode 0600, in a folder that is made with mode 0700 where it is
   * missing), which need not exist.
   */
  public static Store open(Path file) {
    return new Store(file.toAbsolutePath());
  }

  /** Transactions begin as writers at once, so that none fails half-way for another's sake. */
  public Jdbi jdbi() {
    preparing.lock();
    try {
      if (prepared.isEmpty()) {
        file.make();
        prepared = Optional.of(Jdbi.create(turns));
      }
      return prepared.get();
    } finally {
      preparing.unlock();
    }
  }

  /** Closes the connection; later use fails. */
  @Override
  public void close() {
    turns.close();
  }
}
