package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The console's overview as its user sees it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleTest {
  @TempDir static Path folder;
  private ConsoleStage stage;

  @BeforeAll
  void start() throws Exception {
    stage = ConsoleStage.start(folder);
  }

  @AfterAll
  void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  static List<Browser.Reader> readers() {
    return Browser.Reader.all();
  }

  @ParameterizedTest
  @MethodSource("readers")
  void theOverviewIsForAllReaders(Browser.Reader reader) throws Exception {
    stage.visit(
        reader,
        page -> {
          assertThat(page.locator("h1").innerText())
              .isEqualTo(reader.language().equals("zh-TW") ? "總覽" : "Overview");
          Browser.assertAccessible(page);
          Browser.picture(page, "overview", reader);
        });
  }
}
