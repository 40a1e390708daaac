package org.sealpost.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that somebody hands out as copies of a store. */
class HostileStoreTest {
  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("sealpost.db");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private String version() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("pragma user_version")) {
      return row.getString(1);
    }
  }

  private void make(int version) throws Exception {
    try (InputStream in =
        Objects.requireNonNull(
            HostileStoreTest.class.getResourceAsStream("released/%04d.sql".formatted(version)))) {
      execute(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private void assertRefused() {
    assertThatThrownBy(() -> StoreCopy.renew(file))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("refused");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 9, 10})
  void attackAnotherDatabaseSaysThatItIsAStore(int version) throws Exception {
    execute("create table another (x); pragma user_version = " + version);
    assertRefused();
  }

  /** Run by Sealpost, it would change what the user trusts with each certificate that comes in. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "create trigger t after insert on certificate begin delete from decision; end",
        "create view v as select * from certificate",
        "create table another (x)",
        "create index another on certificate (der)",
        "drop table decision; create view decision as select fingerprint, 'ALLOW' as kind,"
            + " 1 as made, null as until, '' as note from certificate",
        "drop index binding_by_address",
        "alter table decision add column another text",
        "drop table decision; create table decision (fingerprint blob primary key references"
            + " certificate (fingerprint), kind text not null check (kind in ('allow', 'deny')),"
            + " made integer not null, until integer, note text not null) without rowid"
      })
  void attackAStoreHasMoreOrLessInItThanSealpostMade(String change) throws Exception {
    for (int version : new int[] {2, StoreCopy.newestSchema()}) {
      file = folder.resolve(version + ".db");
      make(version);
      execute(change);
      assertRefused();
      assertThat(version()).as("nothing was made of it").isEqualTo(Integer.toString(version));
    }
  }

  static IntStream versions() {
    return IntStream.rangeClosed(1, StoreCopy.newestSchema());
  }

  @ParameterizedTest
  @MethodSource("versions")
  void honestCopyOfEveryReleasedVersionIsBroughtToTheNewest(int version) throws Exception {
    make(version);
    StoreCopy.renew(file);
    assertThat(version()).isEqualTo(Integer.toString(StoreCopy.newestSchema()));
    // What came to the newest schema step by step is taken again.
    StoreCopy.renew(file);
  }

  @Test
  void honestCopyOfAStoreOfTodayIsTaken() throws Exception {
    Path store = folder.resolve("store.db");
    try (Store today = Store.open(store)) {
      today.jdbi().useHandle(handle -> handle.execute("select 1"));
    }
    StoreCopy.write(store, file);
    StoreCopy.renew(file);
    assertThat(version()).isEqualTo(Integer.toString(StoreCopy.newestSchema()));
  }
}
