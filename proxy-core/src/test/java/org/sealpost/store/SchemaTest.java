package org.sealpost.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A store of every version that there was, each kept as it was, becomes one of today. */
class SchemaTest {
  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("sealpost.db");
  }

  static IntStream versions() {
    return IntStream.rangeClosed(1, StoreCopy.newestSchema());
  }

  private Connection connect(Path path) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + path);
  }

  private void restore(int version) throws Exception {
    try (InputStream in =
            Objects.requireNonNull(
                SchemaTest.class.getResourceAsStream("released/%04d.sql".formatted(version)),
                "a dump of every schema is kept");
        Connection connection = connect(file);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static List<String> strings(Connection connection, String query) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  private static List<String> tables(Connection connection) throws SQLException {
    return strings(
        connection,
        "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'"
            + " order by name");
  }

  /** The rows of a table, each as its columns by name. */
  private static List<Map<String, String>> rows(Connection connection, String table)
      throws SQLException {
    List<Map<String, String>> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select * from " + table)) {
      ResultSetMetaData columns = rows.getMetaData();
      while (rows.next()) {
        Map<String, String> row = new TreeMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          Object value = rows.getObject(i);
          row.put(
              columns.getColumnName(i),
              value instanceof byte[] octets
                  ? HexFormat.of().formatHex(octets)
                  : String.valueOf(value));
        }
        found.add(row);
      }
    }
    found.sort(Comparator.comparing(Map::toString));
    return found;
  }

  private static Map<String, List<Map<String, String>>> content(Connection connection)
      throws SQLException {
    Map<String, List<Map<String, String>>> content = new TreeMap<>();
    for (String table : tables(connection)) {
      content.put(table, rows(connection, table));
    }
    return content;
  }

  /** What the schema is, whichever way it came about. */
  private static Map<String, List<String>> shape(Connection connection) throws SQLException {
    Map<String, List<String>> shape = new TreeMap<>();
    for (String table : tables(connection)) {
      String columns = "select name || ' ' || type || ' ' || \"notnull\" || ' ' || pk";
      shape.put(table, strings(connection, columns + " from pragma_table_info('" + table + "')"));
    }
    shape.put(
        "indices",
        strings(
            connection,
            "select name || ' on ' || tbl_name from sqlite_schema where type = 'index'"
                + " and name not like 'sqlite_%' order by name"));
    return shape;
  }

  @ParameterizedTest
  @MethodSource("versions")
  void aStoreOfThisVersionBecomesOneOfTodayAndKeepsItsRows(int version) throws Exception {
    restore(version);
    Map<String, List<Map<String, String>>> before;
    try (Connection connection = connect(file)) {
      before = content(connection);
    }
    assertThat(before).allSatisfy((table, rows) -> assertThat(rows).as(table).isNotEmpty());
    try (Store store = Store.open(file)) {
      store.jdbi().useHandle(handle -> handle.execute("select 1"));
    }
    Path fresh = folder.resolve("fresh.db");
    try (Store store = Store.open(fresh)) {
      store.jdbi().useHandle(handle -> handle.execute("select 1"));
    }
    try (Connection connection = connect(file);
        Connection today = connect(fresh)) {
      Map<String, List<Map<String, String>>> after = content(connection);
      before.forEach((table, rows) -> assertKept(table, rows, after.get(table)));
      assertThat(shape(connection)).isEqualTo(shape(today));
      assertThat(strings(connection, "pragma user_version"))
          .containsExactly(Integer.toString(StoreCopy.newestSchema()));
      assertThat(strings(connection, "pragma foreign_key_check")).isEmpty();
      assertThat(strings(connection, "pragma integrity_check")).containsExactly("ok");
    }
  }

  private static void assertKept(
      String table, List<Map<String, String>> before, List<Map<String, String>> after) {
    assertThat(after).as(table).hasSameSizeAs(before);
    for (Map<String, String> row : before) {
      assertThat(after).as(table).anySatisfy(each -> assertThat(each).containsAllEntriesOf(row));
    }
  }

  @Test
  void aMigrationThatFailsInBetweenLeavesTheOldStoreAsItWas() throws Exception {
    restore(2);
    Map<String, List<Map<String, String>>> before;
    try (Connection connection = connect(file);
        Statement statement = connection.createStatement()) {
      // In the way of the sixth; the third to the fifth have run by then.
      statement.executeUpdate("create table sending (x)");
      before = content(connection);
    }
    try (Store store = Store.open(file)) {
      assertThatThrownBy(() -> store.jdbi().useHandle(handle -> handle.execute("select 1")))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(file.toString());
    }
    try (Connection connection = connect(file)) {
      assertThat(content(connection)).isEqualTo(before);
      assertThat(strings(connection, "pragma user_version")).containsExactly("2");
    }
  }

  @Test
  void aCopyIsTakenWhileOthersWriteAndHasTheSchemaThatTheStoreHas() throws Exception {
    restore(3);
    Path copy = folder.resolve("copy.db");
    try (Connection writer = connect(file);
        Statement statement = writer.createStatement()) {
      statement.execute("pragma journal_mode = wal");
      statement.execute("begin immediate");
      statement.executeUpdate("delete from decision");
      StoreCopy.write(file, copy);
      statement.execute("rollback");
    }
    try (Connection connection = connect(copy)) {
      assertThat(strings(connection, "pragma user_version")).containsExactly("3");
      assertThat(strings(connection, "select note from decision")).containsExactly("lost card");
    }
    StoreCopy.renew(copy);
    try (Connection connection = connect(copy)) {
      assertThat(strings(connection, "pragma user_version"))
          .containsExactly(Integer.toString(StoreCopy.newestSchema()));
    }
  }

  @Test
  void aDamagedCopyIsNotRenewed() throws IOException {
    Files.writeString(file, "SQLite format 3\0 and nothing else of one. ".repeat(100));
    assertThatThrownBy(() -> StoreCopy.renew(file))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file.toString());
  }
}
