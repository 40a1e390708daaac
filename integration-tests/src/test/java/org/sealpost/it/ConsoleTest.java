package org.sealpost.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealpost.harness.SealpostCommand;

/** The console's overview, doctor and settings as their user sees them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleTest {
  private static final Browser.Reader READER = Browser.Reader.all().getFirst();

  @TempDir static Path folder;
  private ConsoleStage stage;

  @BeforeAll
  void start() throws Exception {
    stage = ConsoleStage.start(folder, "marks.seal-word = 松柏");
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

  private static boolean isChinese(Browser.Reader reader) {
    return reader.language().equals("zh-TW");
  }

  private static void assertTitle(
      Page page, Browser.Reader reader, String english, String chinese) {
    assertThat(page.locator("h1")).hasText(isChinese(reader) ? chinese : english);
  }

  @ParameterizedTest
  @MethodSource("readers")
  void theOverviewIsForAllReaders(Browser.Reader reader) throws Exception {
    stage.visit(
        reader,
        page -> {
          assertTitle(page, reader, "Overview", "總覽");
          assertThat(page.locator("#client")).containsText("127.0.0.1");
          page.locator("[id^=unlock]").focus();
          page.keyboard().press("Enter");
          assertThat(page.locator("#lock")).isVisible();
          assertThat(page.locator("#cards")).containsText("王小明");
          Browser.assertAccessible(page);
          Browser.picture(page, "overview", reader);
          page.locator("#lock").focus();
          page.keyboard().press("Enter");
          assertThat(page.locator("[id^=unlock]")).isVisible();
        });
  }

  @ParameterizedTest
  @MethodSource("readers")
  void theSettingsAreForAllReaders(Browser.Reader reader) throws Exception {
    stage.visit(
        reader,
        page -> {
          page.locator("nav a[href='/settings']").click();
          assertTitle(page, reader, "Settings", "設定");
          assertThat(page.locator("main")).containsText("sealpost.conf:");
          assertThat(page.locator("main")).not().containsText("松柏");
          page.locator("summary").first().click();
          Browser.assertAccessible(page);
          Browser.picture(page, "settings", reader);
        });
  }

  @Test
  void theDoctorTellsWhatItFindsWhenItHasFound() throws Exception {
    stage.visit(
        READER,
        page -> {
          page.locator("nav a[href='/doctor']").click();
          page.locator("#examine").press("Enter");
          assertThat(page.locator(".waiting")).isVisible();
          page.locator("#found-title").waitFor();
          assertThat(page.locator("#findings")).containsText("Server for sending");
          assertThat(page.locator("#findings")).containsText(Pattern.compile("good|take note"));
        });
    for (Browser.Reader reader : readers()) {
      stage.visit(
          reader,
          page -> {
            page.locator("nav a[href='/doctor']").click();
            assertTitle(page, reader, "Doctor", "健康檢查");
            Browser.assertAccessible(page);
            Browser.picture(page, "doctor", reader);
          });
    }
  }

  @Test
  void aWrongPinIsToldInWordsAndCostsOneTry() throws Exception {
    long before = stage.installation.prompts();
    stage.installation.typePin("wrong");
    try {
      stage.visit(
          READER,
          page -> {
            page.locator("[id^=unlock]").click();
            assertThat(page.locator("#cards .trouble")).containsText("The PIN was wrong");
          });
    } finally {
      stage.installation.typePin("demo");
    }
    assertThat(stage.installation.prompts() - before).isPositive();
    stage.visit(
        READER,
        page -> {
          page.locator("[id^=unlock]").click();
          assertThat(page.locator("#lock")).isVisible();
          page.locator("#lock").click();
          assertThat(page.locator("[id^=unlock]")).isVisible();
        });
  }

  @Test
  void whatHappensElsewhereIsSeenAtOnce() throws Exception {
    stage.visit(
        READER,
        page -> {
          assertThat(page.locator("[id^=unlock]")).isVisible();
          assertThat(stage.installation.run("unlock").status()).isZero();
          assertThat(page.locator("#lock")).isVisible();
          assertThat(stage.installation.run("lock").status()).isZero();
          assertThat(page.locator("[id^=unlock]")).isVisible();
        });
  }

  @Test
  void theLanguageIsSwitchedAndKept() throws Exception {
    stage.visit(
        READER,
        page -> {
          page.locator("nav a[href='/settings']").click();
          page.locator("button[value='zh-TW']").click();
          assertThat(page.locator("h1")).hasText("設定");
          page.reload();
          assertThat(page.locator("html")).hasAttribute("lang", "zh-TW");
        });
  }

  @Test
  void whoClosesThePagesIsOut() throws Exception {
    stage.visitExpecting(
        READER,
        1,
        page -> {
          String address = page.url();
          page.locator("form[action='/leave'] button").click();
          assertThat(page.locator("h1")).hasText("The pages are closed");
          Browser.assertAccessible(page);
          assertThat(page.navigate(address).status()).isEqualTo(403);
        });
  }

  @Test
  void theCommandOpensTheDesktopsBrowser() throws Exception {
    Path programs = Files.createDirectories(folder.resolve("bin"));
    Path opened = folder.resolve("opened");
    Path opener =
        Files.writeString(
            programs.resolve("xdg-open"), "#!/bin/sh\nprintf %s \"$1\" > '" + opened + "'\n");
    Files.setPosixFilePermissions(opener, PosixFilePermissions.fromString("rwx------"));
    SealpostCommand.Result result =
        SealpostCommand.run(
            Map.of("PATH", programs + ":" + System.getenv("PATH")),
            List.of("console", "--config", stage.installation.configuration().toString()));

    assertThat(result.status()).as(result.errors()).isZero();
    assertThat(Files.readString(opened)).matches("http://sealpost-[0-9a-f]+\\.localhost:.*");
    assertThat(result.output()).contains(Files.readString(opened));
  }
}
