package org.sealpost.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The console's pages of mails that came, left, and were refused. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleMailsTest {
  private static final Map<String, String> PAGES =
      new TreeMap<>(
          Map.of(
              "overview-of-mails", "/",
              "received", "/mails/received",
              "received-valid", "/mails/received/mail?id=valid%40example.test",
              "received-altered", "/mails/received/mail?id=altered%40example.test",
              "received-unchecked", "/mails/received/mail?id=unchecked%40example.test",
              "sent", "/mails/sent",
              "sent-refused", "/mails/sent/mail?id=waiting%40example.test",
              "refused", "/refused"));

  @TempDir static Path folder;
  private MailsStage stage;

  @BeforeAll
  void start() throws Exception {
    stage = MailsStage.start(folder);
    stage.receive();
    stage.sendInVain("waiting", stage.mei.address(), "cai@example.test");
    stage.send("left", stage.mei.address());
    keepPictures();
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
  void thePagesAreForAllReaders(Browser.Reader reader) throws Exception {
    stage.console.visit(
        reader,
        page -> {
          for (Map.Entry<String, String> each : PAGES.entrySet()) {
            go(page, each.getValue());
            assertThat(page.locator("h1").count()).isEqualTo(1);
            Browser.assertAccessible(page);
            Browser.picture(page, each.getKey(), reader);
          }
        });
  }

  /** The pictures of the README, before a test adds mails of its own. */
  private void keepPictures() throws Exception {
    Browser.Reader english = new Browser.Reader("en-GB", Browser.Width.WIDE, ColorScheme.LIGHT);
    stage.console.visit(english, page -> Browser.screen(page, "console-overview", english));
    Browser.Reader chinese = new Browser.Reader("zh-TW", Browser.Width.WIDE, ColorScheme.LIGHT);
    stage.console.visit(
        chinese,
        page -> {
          go(page, "/mails/received");
          Browser.screen(page, "console-mails", chinese);
        });
  }

  private static void go(Page page, String path) {
    page.navigate(page.url().replaceFirst("^(https?://[^/]+).*", "$1") + path);
  }

  private void visit(ConsoleStage.Visit visit) throws Exception {
    stage.console.visit(Browser.Reader.all().getFirst(), visit);
  }

  @Test
  void eachVerdictHasWordsAndASignOfItsOwn() throws Exception {
    visit(
        page -> {
          go(page, "/mails");
          Map<String, String> badges = new TreeMap<>();
          for (Locator badge : page.locator("tbody td:first-child .badge").all()) {
            badges.put(badge.innerText().strip(), badge.locator("use").getAttribute("href"));
          }
          assertThat(badges)
              .containsKeys(
                  "holds, revocation unchecked",
                  "signer not trusted",
                  "signed by someone else",
                  "invalid: altered or damaged",
                  "valid");
          assertThat(badges.values()).as("the signs").doesNotHaveDuplicates();
        });
  }

  @Test
  void aMailIsFoundByKeyboardAndItsChainIsDrawnFromTheAnchorToTheSigner() throws Exception {
    visit(
        page -> {
          go(page, "/mails/received");
          page.getByLabel("From or Message-ID").focus();
          page.keyboard().type("VALID@");
          page.keyboard().press("Enter");
          page.waitForURL("**/mails/received?text=VALID%40");
          assertThat(page.locator("tbody tr").count()).isEqualTo(1);
          page.locator("tbody a").focus();
          page.keyboard().press("Enter");
          page.waitForURL("**/mails/received/mail?*");
          assertThat(page.locator("ol.chain > li .name").allInnerTexts())
              .containsExactly("Console CA", "Mail CA", "林美");
          assertThat(page.locator("ol.chain > li").last().innerText())
              .contains("Signer", "not revoked", "/mei.crl", "Fingerprint");
        });
  }

  @Test
  void listsThatAreFetchedAnewCompleteAnUncheckedVerdictWhereItIsLookedAt() throws Exception {
    stage.receiveUnchecked("late", "lea");
    stage.bringBackListOf("lea");
    visit(
        page -> {
          go(page, "/mails/received/mail?id=late%40example.test");
          assertThat(page.locator("article .badge").first().innerText())
              .contains("revocation unchecked");
          Page overview = page.context().newPage();
          overview.navigate(page.url());
          go(overview, "/");
          overview.locator("#lists-refresh").click();
          page.waitForSelector("article .badge:text-is('valid')");
          assertThat(page.locator("article").innerText()).contains("judged again");
        });
  }

  @Test
  void listAndDetailsSayWhetherAMailWasEncryptedAndThatSubjectsAreNotKept() throws Exception {
    String encrypted =
        Files.readString(
            stage.encrypted("Content-Type: text/plain\r\n\r\nhush\r\n", "-aes256"), ISO_8859_1);
    stage.receive(
        ("Message-ID: <hush@example.test>\r\n" + encrypted.replaceAll("\r?\n", "\r\n"))
            .getBytes(ISO_8859_1));
    visit(
        page -> {
          go(page, "/mails/received?text=hush%40");
          assertThat(page.locator("tbody td:nth-child(2)").innerText()).contains("unprotected");
          assertThat(page.locator("main").innerText()).contains("Subjects and texts are not kept");
          go(page, "/mails/received/mail?id=hush%40example.test");
          assertThat(page.locator("article .badges").innerText())
              .contains("was encrypted without protection against change");
          go(page, "/mails/received/mail?id=valid%40example.test");
          assertThat(page.locator("article .badges").innerText()).contains("was not encrypted");
        });
  }

  @Test
  void anUntrustedSignerLeadsToItsCertificate() throws Exception {
    visit(
        page -> {
          go(page, "/mails/received/mail?id=stranger%40example.test");
          assertThat(page.getByText("Look at this certificate and decide").getAttribute("href"))
              .matches("/trust/certificate\\?fingerprint=[0-9a-f]{64}");
          assertThat(
                  page.locator("ol.chain").count() == 0
                      || !page.locator("ol.chain").innerText().contains("Trust anchor"))
              .as("nothing is called an anchor that is none")
              .isTrue();
        });
  }

  @Test
  void aMailWithoutAMessageIdHasAPageOfItsOwn() throws Exception {
    byte[] mail =
        new String(stage.signed("nameless", stage.mei, stage.mei.address()), ISO_8859_1)
            .replaceFirst("Message-ID: [^\r]*\r\n", "")
            .getBytes(ISO_8859_1);
    stage.receive(mail);
    visit(
        page -> {
          go(page, "/mails/received");
          Locator link = page.locator("tbody a[href*='opened=']").first();
          assertThat(link.getAttribute("href")).matches("/mails/received/mail\\?opened=[0-9]+");
          link.click();
          page.waitForURL("**/mails/received/mail?*");
          assertThat(page.locator("article").count()).isEqualTo(1);
          assertThat(page.locator("article").innerText()).contains("林美");
        });
  }

  @Test
  void aMailRefusedForAnotherReasonIsToldWithItAndOffersNoChoice() throws Exception {
    stage.sendAsSomeoneElse("forged", stage.mei.address());
    visit(
        page -> {
          go(page, "/refused");
          Locator forged =
              page.locator("article", new Page.LocatorOptions().setHasText("boss@example.test"));
          assertThat(forged.innerText()).contains("Why:");
          assertThat(forged.locator("button").count()).isZero();
        });
  }

  @Test
  void sentMailsSayHowTheyLeftAndWhatDecidedIt() throws Exception {
    visit(
        page -> {
          go(page, "/mails/sent?which=sent&text=mei%40");
          page.locator("tbody a", new Page.LocatorOptions().setHasText("mei@")).last().click();
          page.waitForURL("**/mails/sent/mail?*");
          assertThat(page.locator("main").innerText())
              .contains("left@example.test", "Encrypted", "yes, here (policy of the account)")
              .contains("delivered", "mei@example.test");
        });
  }

  @Test
  void aRefusedMailIsAllowedByKeyboardSentAgainAndSettledAndThePermissionIsTakenBack()
      throws Exception {
    stage.sendInVain("plans", "dan@example.test");
    visit(
        page -> {
          go(page, "/refused");
          assertThat(card(page).innerText())
              .contains("policy of the account", "has no certificate", "[sign-only]");
          card(page).getByText("Allow for 10 minutes").focus();
          page.keyboard().press("Enter");
          page.waitForSelector(".done");
          assertThat(page.locator(".done").innerText()).contains("send the mail again");
          assertThat(card(page).innerText()).contains("allowed: send it again");

          stage.send("plans", "dan@example.test");
          go(page, "/refused");
          assertThat(card(page).innerText()).contains("settled");
          assertThat(card(page).locator("button").count()).isZero();

          page.getByLabel("Take back what you allowed for dan@example.test").click();
          page.waitForSelector(".done");
          page.waitForURL(address -> !address.contains("done="));
          page.reload();
          assertThat(page.locator(".done").count()).as("told once").isZero();
        });
    stage.sendInVain("other plans", "dan@example.test");
  }

  private static Locator card(Page page) {
    return page.locator("article", new Page.LocatorOptions().setHasText("dan@example.test")).last();
  }

  @Test
  void attackOfAnAddressThatAsksToAllowChangesNothing() throws Exception {
    visit(
        page -> {
          go(page, "/refused");
          String allow = "/refused/allow?recipient=eve%40example.test&term=for-good";
          assertThat(MailsStage.ask(page, allow)).startsWith("HTTP/1.1 404 ");
          go(page, "/refused");
          assertThat(page.locator("main").innerText()).doesNotContain("eve@example.test");
        });
  }

  @Test
  void textOfStrangersStaysText() throws Exception {
    byte[] mail =
        new String(stage.signed("x", stage.mei, stage.mei.address()), ISO_8859_1)
            .replace("Message-ID: <x@", "Message-ID: <\"><script>alert(1)</script>@")
            .getBytes(ISO_8859_1);
    stage.receive(mail);
    visit(
        page -> {
          go(page, "/mails/received?text=script");
          assertThat(page.locator("tbody").innerText()).contains("<script>alert(1)</script>@");
          page.locator("tbody a").click();
          page.waitForURL("**/mails/received/mail?*");
          assertThat(page.locator("main").innerText()).contains("<script>alert(1)</script>@");
          assertThat(page.locator("main script").count()).isZero();
        });
  }
}
