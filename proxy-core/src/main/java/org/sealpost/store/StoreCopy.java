package org.sealpost.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sealpost.failure.Words;
import org.sqlite.SQLiteConfig;

/** Copies of a store's file, and what can be told of one that is not opened. */
public final class StoreCopy {
  private static final Words WORDS = Words.beside(StoreCopy.class);
  private static final int BUSY_MILLISECONDS = 10_000;

  private StoreCopy() {}

  /** The schema that this version brings every store to. */
  public static int newestSchema() {
    return Schema.newest();
  }

  /**
   * Copies a store as it is at one moment, with the schema that it has, whoever writes to it
   * meanwhile.
   *
   * @param copy must not exist
   * @throws StoreException if it cannot be read or the copy cannot be written
   */
  public static void write(Path store, Path copy) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLISECONDS);
    try (Connection connection = config.createConnection("jdbc:sqlite:" + store);
        PreparedStatement vacuum = connection.prepareStatement("vacuum into ?")) {
      vacuum.setString(1, copy.toString());
      vacuum.execute();
    } catch (SQLException e) {
      throw new StoreException(
          WORDS.phrase("store.copy", store, copy, String.valueOf(e.getMessage())), e);
    }
  }

  /**
   * Brings a store that nobody uses to the newest schema and looks all of it through. It may come
   * from anybody: what it says it is, is checked before anything in it is made use of.
   *
   * @throws StoreException if it is damaged, newer than this version, or no store
   */
  public static void renew(Path store) {
    refuseForeign(store);
    try (Connection connection = new StoreFile(store).connect();
        Statement statement = connection.createStatement()) {
      try (ResultSet row = statement.executeQuery("pragma integrity_check(1)")) {
        String found = row.getString(1);
        if (!found.equals("ok")) {
          throw new StoreException(WORDS.phrase("store.damaged", store, found), null);
        }
      }
      // One file alone is what is moved on.
      statement.execute("pragma journal_mode = delete");
    } catch (SQLException e) {
      throw new StoreException(
          WORDS.phrase("store.damaged", store, String.valueOf(e.getMessage())), e);
    }
  }

  private static void refuseForeign(Path store) {
    try (Connection connection = new SQLiteConfig().createConnection("jdbc:sqlite:" + store);
        Statement statement = connection.createStatement()) {
      statement.execute("pragma trusted_schema = off");
      statement.execute("pragma query_only = on");
      Schema.refuseForeign(connection, store);
    } catch (SQLException e) {
      throw new StoreException(
          WORDS.phrase("store.damaged", store, String.valueOf(e.getMessage())), e);
    }
  }
}
