package org.sealpost.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.ConnectionFactory;
import org.sealpost.failure.Words;

/** Lends one connection to one user at a time, first come first served. */
final class Turns implements ConnectionFactory, AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  /** Makes the connection on the first turn. */
  interface Connector {
    Connection connect() throws SQLException;
  }

  private final Connector connector;
  private final Semaphore turn = new Semaphore(1, true);
  // Both are touched only by whoever has the turn.
  private Optional<Connection> connection = Optional.empty();
  private boolean closed;

  Turns(Connector connector) {
    this.connector = connector;
  }

  @Override
  public Connection openConnection() throws SQLException {
    await();
    try {
      if (closed) {
        throw new StoreException(Words.beside(Store.class).phrase("store.closed"), null);
      }
      if (connection.isEmpty()) {
        connection = Optional.of(connector.connect());
      }
      return connection.get();
    } catch (SQLException | RuntimeException e) {
      turn.release();
      throw e;
    }
  }

  private void await() {
    try {
      if (!turn.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new StoreException(Words.beside(Store.class).phrase("store.busy"), null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(Words.beside(Store.class).phrase("store.interrupted"), e);
    }
  }

  /** Jdbi gives it back; whatever a failed user left open is undone. */
  @Override
  public void closeConnection(Connection lent) throws SQLException {
    try {
      if (!lent.getAutoCommit()) {
        lent.rollback();
        lent.setAutoCommit(true);
      }
    } catch (SQLException e) {
      connection = Optional.empty();
      lent.close();
    } finally {
      turn.release();
    }
  }

  @Override
  public void close() {
    await();
    try {
      closed = true;
      if (connection.isPresent()) {
        connection.get().close();
      }
    } catch (SQLException e) {
      throw new StoreException(
          Words.beside(Store.class).phrase("store.close", String.valueOf(e.getMessage())), e);
    } finally {
      connection = Optional.empty();
      turn.release();
    }
  }
}
