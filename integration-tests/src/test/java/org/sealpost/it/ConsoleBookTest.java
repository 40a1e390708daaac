package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealpost.harness.Authority;
import org.sealpost.harness.Person;
import org.sealpost.harness.SealpostCommand;

/** The book's pages as their user sees them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleBookTest {
  private static final String MARKUP = "<img src=x onerror=alert(1)>";
  private static final Browser.Reader WIDE = Browser.Reader.all().getFirst();

  @TempDir static Path folder;
  private final Authority stranger = new Authority("Unknown CA");
  private ConsoleStage stage;

  @BeforeAll
  void start() throws Exception {
    stage = ConsoleStage.start(folder);
    imported(stage.authority.person("陳美玲", "mei-ling@example.test"));
    imported(stage.authority.person("Ada Lovelace", "ada@example.test"));
    imported(stage.authority.person(MARKUP, "markup@example.test"));
    imported(stage.authority.person("Carl Before", "carl@example.test"));
    Path changed = pem(stage.authority.person("Carol After", "carl@example.test"), "changed");
    assertThat(stage.installation.run("book", "import", changed.toString()).status()).isZero();
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
  void theBookIsForAllReaders(Browser.Reader reader) throws Exception {
    stage.visit(
        reader,
        page -> {
          open(page, "/book");
          assertThat(page.locator("h1").innerText())
              .isEqualTo(reader.language().equals("zh-TW") ? "憑證簿" : "Certificate book");
          Browser.assertAccessible(page);
          Browser.picture(page, "book", reader);
          open(page, "/book/address?address=carl@example.test");
          page.waitForSelector("#standing section");
          Browser.assertAccessible(page);
          Browser.picture(page, "book-address", reader);
        });
  }

  @Test
  void addressesAreFoundWhileTyping() throws Exception {
    stage.visit(
        WIDE,
        page -> {
          open(page, "/book");
          page.locator("#sought").pressSequentially("mei-l");
          page.waitForCondition(() -> page.locator("#entries tbody tr").count() == 1);
          assertThat(page.locator("#entries").innerText()).contains("陳美玲");
        });
  }

  @Test
  void attackMarkupInANameIsOnlyText() throws Exception {
    stage.visit(
        WIDE,
        page -> {
          open(page, "/book?q=markup@example.test");
          assertThat(page.locator("#entries").innerText()).contains(MARKUP);
          assertThat(page.locator("#entries img").count()).isZero();
          open(page, "/book/address?address=markup@example.test");
          page.waitForSelector("#standing section");
          assertThat(page.locator("main h2").first().innerText()).isEqualTo(MARKUP);
        });
  }

  @Test
  void aDroppedFileBringsItsCertificateIn() throws Exception {
    Path file = pem(stage.authority.person("Dora Dropped", "dora@example.test"), "dora");
    stage.visit(
        WIDE,
        page -> {
          open(page, "/book");
          page.locator("#import-file").setInputFiles(file);
          page.waitForSelector("#imported .badge.good");
          assertThat(page.locator("#imported").innerText())
              .contains("Dora Dropped", "dora@example.test");
          Browser.assertAccessible(page);
        });
  }

  @Test
  void attackAStrangersCertificateCountsOnlyOnceTheUserSaysSo() throws Exception {
    Path file = pem(stranger.person("Ada Lovelace", "ada@example.test"), "stranger");
    stage.visit(
        WIDE,
        page -> {
          open(page, "/book");
          page.locator("#import-file").setInputFiles(file);
          page.waitForSelector("#imported .badge.bad");
          assertThat(page.locator("#imported").innerText()).contains("not imported");
          Browser.assertAccessible(page);
          Browser.picture(page, "book-refused", WIDE);
          // Even where the user puts it there, it waits beside the one that is known.
          page.locator("#imported form button").click();
          page.waitForSelector("#imported .badge.doubtful");
          assertThat(page.locator("#imported").innerText()).contains("waits for you");
          open(page, "/book/address?address=ada@example.test");
          page.waitForSelector("#standing section");
          assertThat(page.locator("#standing .badge.good").count()).isEqualTo(1);
          assertThat(page.locator("#standing section:has(.badge.good)").innerText())
              .contains("Console CA");
          assertThat(page.locator(".notice-doubt").innerText())
              .contains("Console CA", "Unknown CA");
          page.locator(".notice-doubt summary").click();
          page.locator(".notice-doubt button.danger").click();
          page.waitForSelector(".done");
          assertThat(page.locator(".notice-doubt").count()).isZero();
        });
  }

  @Test
  void attackGarbageAndHugeFilesAreRefusedInWords() throws Exception {
    Path garbage = Files.writeString(folder.resolve("garbage.pem"), "no certificate at all");
    Path huge = folder.resolve("huge.pem");
    Files.write(huge, new byte[(4 << 20) + 1]);
    stage.visitExpecting(
        WIDE,
        2,
        page -> {
          open(page, "/book");
          page.locator("#import-file").setInputFiles(garbage);
          page.waitForSelector("#imported .trouble");
          assertThat(page.locator("#imported").innerText()).contains("garbage.pem");
          page.locator("#import-file").setInputFiles(huge);
          page.waitForCondition(() -> page.locator("#imported").innerText().contains("huge.pem"));
          assertThat(page.locator("#imported").innerText()).contains("4 MB");
        });
  }

  @Test
  void aChangeIsAcknowledgedByKeyboard() throws Exception {
    stage.visit(
        WIDE,
        page -> {
          open(page, "/book/address?address=carl@example.test");
          page.locator(".notice-doubt button.primary").focus();
          page.keyboard().press("Enter");
          page.waitForSelector(".done");
          assertThat(page.locator(".notice-doubt").count()).isZero();
        });
  }

  @Test
  void whatIsExportedCanBeImportedElsewhere() throws Exception {
    stage.visit(
        WIDE,
        page -> {
          open(page, "/book?q=mei-ling");
          page.locator("#entries tbody input").check();
          Download download =
              page.waitForDownload(() -> page.locator("#entries fieldset button").first().click());
          Path file = folder.resolve("exported.pem");
          download.saveAs(file);
          assertThat(Files.readString(file)).startsWith("-----BEGIN CERTIFICATE-----");
          SealpostCommand.Result again = stage.installation.run("book", "import", file.toString());
          assertThat(again.output()).contains("mei-ling@example.test");
          // A card's file shows its certificates only after the PIN.
          assertThat(stage.installation.run("unlock").status()).isZero();
          Download own =
              page.waitForDownload(() -> page.locator("form[action$='/own'] button").click());
          assertThat(own.suggestedFilename()).isEqualTo("my-certificates.pem");
        });
  }

  private static void open(Page page, String path) {
    page.navigate(page.url().replaceFirst("^(https?://[^/]+)/.*$", "$1") + path);
  }

  private void imported(Person person) throws Exception {
    Path file = pem(person, person.address());
    SealpostCommand.Result result = stage.installation.run("book", "import", file.toString());
    assertThat(result.status()).as(result.errors()).isZero();
  }

  private static Path pem(Person person, String name) throws Exception {
    Path file = folder.resolve(name + ".pem");
    Authority.writePem(person.encryption(), file);
    return file;
  }
}
