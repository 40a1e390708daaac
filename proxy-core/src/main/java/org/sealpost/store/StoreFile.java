package org.sealpost.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.sealpost.failure.Words;
import org.sqlite.SQLiteConfig;

/** The file: its place, its permissions, and how connections to it are set up. */
final class StoreFile {
  /** How long another process may hold the file before a call fails. */
  private static final int BUSY_MILLISECONDS = 10_000;

  private static final Words WORDS = Words.beside(StoreFile.class);
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private final Path path;

  StoreFile(Path path) {
    this.path = path;
  }

  /** Makes folder and file where they are missing, for this user alone. */
  void make() {
    try {
      Path folder = path.getParent();
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder, only("rwx------"));
      }
      refuseIfOthersMayWrite(folder);
      try {
        // SQLite gives the files that it makes beside this one the same mode.
        Files.createFile(path, only("rw-------"));
      } catch (FileAlreadyExistsException e) {
        tighten();
      }
    } catch (IOException e) {
      throw new StoreException(WORDS.phrase("store.file", path, e), e);
    }
  }

  private static FileAttribute<?>[] only(String permissions) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** Who may write in the folder may put another file in this one's place. */
  private static void refuseIfOthersMayWrite(Path folder) throws IOException {
    if (!POSIX) {
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
    if (permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new StoreException(WORDS.phrase("store.folder-open", folder), null);
    }
  }

  private void tighten() throws IOException {
    if (POSIX) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }
  }

  /** As {@link #connect}, for queries alone. */
  Connection connectToRead() throws SQLException {
    Connection connection = connect();
    try (Statement statement = connection.createStatement()) {
      statement.execute("pragma query_only = on");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw new StoreException(WORDS.phrase("store.open", path, String.valueOf(e.getMessage())), e);
    }
  }

  /** A connection to the file with the newest schema. */
  Connection connect() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLISECONDS);
    config.enforceForeignKeys(true);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    Connection connection;
    try {
      connection = config.createConnection("jdbc:sqlite:" + path);
    } catch (SQLException e) {
      throw new StoreException(WORDS.phrase("store.open", path, String.valueOf(e.getMessage())), e);
    }
    try {
      Schema.bringUpToDate(connection, path);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw new StoreException(WORDS.phrase("store.open", path, String.valueOf(e.getMessage())), e);
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }
}
