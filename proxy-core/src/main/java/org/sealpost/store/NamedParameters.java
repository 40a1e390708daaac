package org.sealpost.store;

import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Finds the parameters of a statement: {@code ?}, or names behind a colon, outside of SQLite's
 * {@code 'texts'} and {@code "names"}. Jdbi's own parser is built upon a parser generator, which
 * takes longer to start and more memory than SQLite. Statements are all written by us: there are no
 * comments in them and no other quotes.
 */
final class NamedParameters implements SqlParser {
  @Override
  public ParsedSql parse(String sql, StatementContext context) {
    ParsedSql.Builder parsed = ParsedSql.builder();
    int start = 0;
    int i = 0;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c == '\'' || c == '"') {
        int end = sql.indexOf(c, i + 1);
        // SQLite says what is wrong with a quote that does not end.
        i = end < 0 ? sql.length() : end + 1;
      } else if (c == '?') {
        parsed.append(sql.substring(start, i)).appendPositionalParameter();
        start = ++i;
      } else if (c == ':') {
        int end = endOfName(sql, i + 1);
        parsed.append(sql.substring(start, i)).appendNamedParameter(sql.substring(i + 1, end));
        i = end;
        start = end;
      } else {
        i++;
      }
    }
    return parsed.append(sql.substring(start)).build();
  }

  private static int endOfName(String sql, int start) {
    int end = start;
    while (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end))) {
      end++;
    }
    return end;
  }

  @Override
  public String nameParameter(String name, StatementContext context) {
    return ":" + name;
  }
}
