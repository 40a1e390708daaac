package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Locale;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.store.Store;

class FailuresTest {
  @TempDir Path folder;

  @Test
  void aFailingStoreIsToldInWordsAndWithoutTheAddressesThatItWasAskedFor() {
    try (Store store = Store.open(folder.resolve("sealpost.db"))) {
      JdbiException failure =
          catchThrowableOfType(
              JdbiException.class,
              () ->
                  store
                      .jdbi()
                      .useHandle(
                          handle ->
                              handle.execute("insert into nowhere values (?)", "bob@example.tw")));
      assertThat(Failures.words(failure, Locale.ENGLISH))
          .startsWith("Sealpost's state could not be read or written")
          .contains("nowhere")
          .doesNotContain("bob@", "unexpected");
    }
  }
}
