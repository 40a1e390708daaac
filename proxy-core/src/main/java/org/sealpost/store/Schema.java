package org.sealpost.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.sealpost.failure.Words;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/**
 * The migrations: SQL files beside this class, applied in order, each once. SQLite's {@code
 * user_version} is the number of those that a file has had.
 */
final class Schema {
  private static final List<String> MIGRATIONS =
      List.of(
          "0001-certificate-book.sql",
          "0002-trust.sql",
          "0003-verdicts.sql",
          "0004-book.sql",
          "0005-directories.sql",
          "0006-journal.sql",
          "0007-permissions.sql",
          "0008-introductions.sql",
          "0009-languages.sql",
          "0010-holders.sql");

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofMillis(10);

  private Schema() {}

  /** The number of the last migration. */
  static int newest() {
    return MIGRATIONS.size();
  }

  /** Applies what is missing, all or nothing, one process at a time. */
  static void bringUpToDate(Connection connection, Path file) throws SQLException {
    if (version(connection, file) == MIGRATIONS.size()) {
      return;
    }
    useWriteAheadLog(connection);
    connection.setAutoCommit(false);
    try {
      // The transaction holds the file; before it began, another process may have been first.
      int version = version(connection, file);
      for (String migration : MIGRATIONS.subList(version, MIGRATIONS.size())) {
        execute(connection, sql(migration));
      }
      execute(connection, "pragma user_version = " + MIGRATIONS.size());
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /**
   * Stays with the file: readers and a writer do not wait for each other. SQLite does not wait for
   * this change itself while another process makes the same one, whatever its busy timeout is.
   */
  private static void useWriteAheadLog(Connection connection) throws SQLException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        execute(connection, "pragma journal_mode = wal");
        return;
      } catch (SQLException e) {
        boolean busy = (e.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
        if (!busy || System.nanoTime() - deadline > 0) {
          throw e;
        }
        LockSupport.parkNanos(RETRY.toNanos());
      }
    }
  }

  /**
   * Refuses what is not exactly the schema of the version that the file says it has, before
   * anything in it is made use of.
   *
   * @throws StoreException if there is any other table, index, view or trigger, or one is missing
   */
  static void refuseForeign(Connection connection, Path file) throws SQLException {
    int version = version(connection, file);
    try (Connection known = new SQLiteConfig().createConnection("jdbc:sqlite::memory:")) {
      for (String migration : MIGRATIONS.subList(0, version)) {
        execute(known, sql(migration));
      }
      if (!SchemaObject.in(connection).equals(SchemaObject.in(known))) {
        throw foreign(file, version);
      }
    }
  }

  private static StoreException foreign(Path file, int version) {
    return new StoreException(
        Words.beside(Schema.class).phrase("store.foreign", file, version), null);
  }

  private static int version(Connection connection, Path file) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("pragma user_version")) {
      int version = row.getInt(1);
      if (version < 0) {
        throw foreign(file, version);
      }
      if (version > MIGRATIONS.size()) {
        throw new StoreException(
            Words.beside(Schema.class).phrase("store.newer", file, version, MIGRATIONS.size()),
            null);
      }
      return version;
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private static String sql(String migration) {
    try (InputStream in = Schema.class.getResourceAsStream(migration)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
