package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealpost.harness.Authority;
import org.sealpost.harness.SealpostCommand;
import org.sealpost.trust.Fingerprint;

/** What trust rests on, as its user sees and changes it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleTrustTest {
  private static final String MARKUP = "<script>alert(1)</script> & \"friends\"";
  private static final Browser.Reader WIDE = Browser.Reader.all().getFirst();

  @TempDir static Path folder;
  private final Authority stranger = new Authority("Partner CA");
  private X509Certificate certificate;
  private X509Certificate decided;
  private ConsoleStage stage;

  @BeforeAll
  void start() throws Exception {
    stage = ConsoleStage.start(folder);
    certificate = stage.authority.person("陳美玲", "mei-ling@example.test").encryption();
    decided = stranger.person("Paul Partner", "paul@example.test").encryption();
    succeeds("book", "import", pem(certificate, "mei-ling"));
    succeeds("trust", "allow", pem(decided, "paul"), "--note", MARKUP);
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
  void whatTrustRestsOnIsForAllReaders(Browser.Reader reader) throws Exception {
    stage.visit(
        reader,
        page -> {
          open(page, "/trust");
          assertThat(page.locator("main").innerText()).contains(MARKUP);
          Browser.assertAccessible(page);
          Browser.picture(page, "trust", reader);
          open(page, page(certificate));
          page.waitForSelector("ol.chain");
          assertThat(page.locator("ol.chain > li").count()).isEqualTo(2);
          Browser.assertAccessible(page);
          Browser.picture(page, "certificate", reader);
        });
  }

  @Test
  void aCertificateIsTrustedExplicitlyWithNoteAndDateAndThatIsTakenBack() throws Exception {
    stage.visit(
        WIDE,
        page -> {
          open(page, page(certificate));
          page.locator("summary", containing("Trust this certificate explicitly")).click();
          page.locator("#allow-until").fill("2040-12-31");
          page.locator("#allow-note").fill("met her");
          page.locator("details[open] button").click();
          page.waitForSelector(".done");
          Browser.assertAccessible(page);
          assertThat(page.locator("main").innerText()).contains("met her", "2040");
          assertThat(stage.installation.run("trust", "list").output()).contains("met her");
          page.locator("form[action$=take-back] button").click();
          page.waitForSelector(".done");
          assertThat(stage.installation.run("trust", "list").output()).doesNotContain("met her");
        });
  }

  @Test
  void anAddressIsBoundAndUnbound() throws Exception {
    stage.visit(
        WIDE,
        page -> {
          open(page, page(certificate));
          page.locator("#bind-address").fill("second@example.test");
          page.keyboard().press("Enter");
          page.waitForSelector(".done");
          assertThat(stage.installation.run("book", "list").output())
              .contains("second@example.test");
          page.locator("form[action$=unbind] button").click();
          page.waitForSelector(".done");
          assertThat(stage.installation.run("book", "list").output())
              .doesNotContain("second@example.test");
        });
  }

  @Test
  void aCaCountsOnlyAfterItsFingerprintWasShownAndOnlyForTheDomain() throws Exception {
    X509Certificate authority = new Authority("Dropped CA").certificate();
    Path file = Path.of(pem(authority, "dropped-ca"));
    stage.visit(
        WIDE,
        page -> {
          open(page, "/trust");
          page.locator("#anchor-file").setInputFiles(file);
          page.waitForSelector("#checked form");
          assertThat(page.locator("#checked").innerText())
              .contains(Fingerprint.of(authority).printed());
          assertThat(stage.installation.run("trust", "list").output()).doesNotContain("Dropped CA");
          Browser.assertAccessible(page);
          Browser.picture(page, "anchor", WIDE);
          page.locator("#checked input[name=for]").fill("@partner.test");
          page.locator("#checked input[name=compared]").check();
          page.locator("#checked button.primary").click();
          page.waitForSelector(".done");
          assertThat(stage.installation.run("trust", "list").output())
              .contains("Dropped CA", "@partner.test");
        });
  }

  @Test
  void attackTheBeginningOfAFingerprintNamesNoCertificate() throws Exception {
    stage.visitExpecting(
        WIDE,
        1,
        page -> {
          String hex = Fingerprint.of(certificate).hex();
          open(page, "/trust/certificate?fingerprint=" + hex.substring(0, 16));
          assertThat(page.locator(".trouble").innerText()).contains("whole fingerprint");
        });
  }

  private static Page.LocatorOptions containing(String text) {
    return new Page.LocatorOptions().setHasText(text);
  }

  private static String page(X509Certificate certificate) {
    return "/trust/certificate?fingerprint=" + Fingerprint.of(certificate).hex();
  }

  private static void open(Page page, String path) {
    page.navigate(page.url().replaceFirst("^(https?://[^/]+)/.*$", "$1") + path);
  }

  private void succeeds(String... arguments) throws Exception {
    SealpostCommand.Result result = stage.installation.run(arguments);
    assertThat(result.status()).as(result.errors()).isZero();
  }

  private static String pem(X509Certificate certificate, String name) throws Exception {
    Path file = folder.resolve(name + ".pem");
    Authority.writePem(certificate, file);
    return file.toString();
  }
}
