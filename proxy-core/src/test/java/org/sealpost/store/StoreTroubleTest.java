package org.sealpost.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreTroubleTest {
  private static final String ADDRESS = "bob@example.tw";

  @TempDir private Path folder;
  private Store store;

  @BeforeEach
  void open() {
    store = Store.open(folder.resolve("sealpost.db"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static JdbiException failure(Jdbi jdbi, String statement) {
    return catchThrowableOfType(
        JdbiException.class,
        () -> jdbi.useTransaction(handle -> handle.execute(statement, ADDRESS)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into nowhere values (?)",
        "insert into permission (account, recipient) values ('', ?)",
        "insert into sending (account, digest, changed) values (?, 'short', 0)",
        "insert into sending_recipient values (1, ?, 'planned', 0, null)",
        "select ? from permission where"
      })
  void whateverFailsNeitherItsLineNorItsStackTraceHasAnAddress(String statement) {
    JdbiException failure = failure(store.jdbi(), statement);
    assertThat(StoreTrouble.of(failure)).isNotBlank().doesNotContain("bob");
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).contains("SQLITE").doesNotContain("bob");
  }

  @Test
  void soItIsForThoseWhoOnlyRead() {
    JdbiException failure = failure(store.reading(), "insert into permission values ('', ?, 1, 1)");
    assertThat(failure.toString()).doesNotContain("bob");
    assertThat(StoreTrouble.of(failure)).contains("readonly").doesNotContain("bob");
  }

  @Test
  void whatPreventsItsUseIsToldInItsOwnWords() throws Exception {
    Files.createDirectories(folder.resolve("folder.db"));
    try (Store unusable = Store.open(folder.resolve("folder.db"))) {
      StoreException failure =
          catchThrowableOfType(
              StoreException.class, () -> unusable.jdbi().useHandle(handle -> handle.begin()));
      assertThat(StoreTrouble.of(failure)).isEqualTo(failure.getMessage());
    }
  }
}
