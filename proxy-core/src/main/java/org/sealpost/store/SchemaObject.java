package org.sealpost.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A table, index, view or trigger, as {@code sqlite_schema} has it. Immutable.
 *
 * @param type which of them
 * @param table that it is, or belongs to
 * @param statement that makes it, in one form: without comments, however it is spaced and quoted;
 *     empty for an index that SQLite makes by itself
 */
record SchemaObject(String type, String name, String table, String statement) {
  /** SQLite keeps the text of a statement, and puts quotes around the name of a renamed table. */
  private static final Pattern TOKEN =
      Pattern.compile("--[^\n]*+|/\\*.*?\\*/|\\s++|'[^']*+'|\"[^\"]*+\"|\\w++|.", Pattern.DOTALL);

  private static final Pattern QUOTED_NAME = Pattern.compile("\"(\\w++)\"");

  /** All there are, in an order of their own; looking makes use of none. */
  static List<SchemaObject> in(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select type, name, tbl_name, sql from sqlite_schema order by type, name")) {
      List<SchemaObject> found = new ArrayList<>();
      while (rows.next()) {
        found.add(
            new SchemaObject(
                text(rows, 1), text(rows, 2), text(rows, 3), inOneForm(text(rows, 4))));
      }
      return found;
    }
  }

  private static String text(ResultSet rows, int column) throws SQLException {
    return Optional.ofNullable(rows.getString(column)).orElse("");
  }

  private static String inOneForm(String statement) {
    return TOKEN
        .matcher(statement)
        .results()
        .map(MatchResult::group)
        .filter(token -> !token.isBlank() && !token.startsWith("--") && !token.startsWith("/*"))
        .map(SchemaObject::inOneCase)
        .collect(Collectors.joining(" "));
  }

  private static String inOneCase(String token) {
    return token.startsWith("'")
        ? token
        : QUOTED_NAME.matcher(token).replaceFirst("$1").toLowerCase(Locale.ROOT);
  }
}
