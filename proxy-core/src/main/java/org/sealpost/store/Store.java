package org.sealpost.store;

import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jdbi.v3.core.statement.TemplateEngine;

/**
 * The SQLite file behind book, trust and journal. Opening costs nothing: SQLite is loaded, the file
 * made and its schema brought up to date on the first use. Several processes may use one file at
 * the same time. Thread-safe; made for virtual threads: one connection serves all who write in
 * turn, another all who only read, so that SQLite's native code holds two carrier threads at most.
 * Who reads does not wait for who writes, be it here or in another process. A call that has not got
 * its turn within half a minute fails. Calls nested in one thread share their connection.
 *
 * <p>Whatever prevents use is a {@link StoreException} with words; what goes wrong later is one of
 * Jdbi's exceptions, whose messages quote no values here. {@link StoreTrouble} says both in a line.
 */
public final class Store implements AutoCloseable {
  private final StoreFile file;
  private final Turns turns;
  private final Turns readers;
  private final Jdbi writing;
  private final Jdbi reading;
  private final ReentrantLock preparing = new ReentrantLock();
  private boolean prepared;

  private Store(Path path) {
    this.file = new StoreFile(path);
    this.turns = new Turns(file::connect);
    this.readers = new Turns(file::connectToRead);
    this.writing = jdbi(turns);
    this.reading = jdbi(readers);
  }

  /**
   * Its exceptions may come into a log by way of any stack trace: they must quote no values. No
   * statement is a template.
   */
  private static Jdbi jdbi(Turns connections) {
    return Jdbi.create(connections)
        .configure(
            SqlStatements.class,
            it -> it.setSqlParser(new NamedParameters()).setTemplateEngine(TemplateEngine.NOP))
        .configure(StatementExceptions.class, it -> it.setMessageRendering(MessageRendering.NONE));
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
    prepare();
    return writing;
  }

  /**
   * For queries alone: what was written before, by whomever. It does not see what a transaction
   * that {@link #jdbi} began has not yet ended with, even in the same thread; to write fails.
   */
  public Jdbi reading() {
    prepare();
    return reading;
  }

  private void prepare() {
    preparing.lock();
    try {
      if (!prepared) {
        file.make();
        prepared = true;
      }
    } finally {
      preparing.unlock();
    }
  }

  /** Closes the connections; later use fails. */
  @Override
  public void close() {
    try {
      readers.close();
    } finally {
      turns.close();
    }
  }
}
