package org.sealpost.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedParametersTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "select 1",
        "select * from book where address = :address and x<>:the_2nd",
        ":a",
        "insert into t values (?, ?, '?')",
        "select ':no', \":no\", ':it''s :no' where a=:yes||':no'",
        "select '?:' || :text || '' from t where b in (:a,:b,:a)",
        "select coalesce(:a, ':')\nfrom \"t:u\"\nwhere c like :pattern escape '!'"
      })
  void parametersAreThoseThatJdbisOwnParserFinds(String sql) {
    try (Handle handle = Jdbi.open("jdbc:sqlite::memory:")) {
      StatementContext context = handle.createQuery("select 1").getContext();
      assertThat(new NamedParameters().parse(sql, context))
          .isEqualTo(new ColonPrefixSqlParser().parse(sql, context));
    }
  }
}
