package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.harness.Authority;
import org.sealpost.harness.EmbeddedMailServer;
import org.sealpost.harness.Installation;
import org.sealpost.harness.Installation.Setup;
import org.sealpost.harness.Person;
import org.sealpost.harness.SealpostCommand;

/** The signature report, from the mail that a client gets to what a browser makes of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportPageTest {
  private static final String MING = "ming@example.test";
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  /** The reports of these mails, in two languages. */
  private static final List<String> PAGES = List.of("signed", "altered");

  @TempDir static Path folder;
  private final Authority authority = new Authority("Report CA");
  private EmbeddedMailServer server;
  private Installation side;
  private Playwright playwright;
  private Browser browser;

  @BeforeAll
  void start() throws Exception {
    Programs.need("openssl");
    Assumptions.assumeTrue(
        Files.isExecutable(CHROMIUM), "chromium is not installed (bin/check installs it)");
    Person ming = authority.person("王小明", MING);
    Person mei = authority.person("Mei", "mei@example.test");
    server = new EmbeddedMailServer(authority, folder, "implicit");
    server.addUser(MING, MING, PostfixAndDovecot.PASSWORD);
    String signed = signed(mei);
    deliver("signed", signed);
    deliver("altered", signed.replace("nine", "noon"));
    side =
        Installation.create(
            folder.resolve("ming"),
            Setup.of(
                ming,
                MING,
                server.smtp(),
                server.pop3(),
                "marks.report = always",
                "language = zh-TW"));
    side.start();
    reports("zh", side.configuration());
    Path english =
        Files.writeString(
            folder.resolve("english.conf"),
            Files.readString(side.configuration()) + "\nsealpost.language = en\n");
    reports("en", english);
    Map<String, String> environment = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(List.of("--no-sandbox")));
  }

  @AfterAll
  void stop() {
    if (browser != null) {
      browser.close();
    }
    if (playwright != null) {
      playwright.close();
    }
    if (side != null) {
      side.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private void deliver(String name, String mail) throws Exception {
    byte[] bytes = mail.getBytes(StandardCharsets.ISO_8859_1);
    Files.write(folder.resolve(name + ".eml"), bytes);
    server.deliver(MING, bytes);
  }

  private void reports(String language, Path configuration) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("open", "--config", configuration.toString()));
    arguments.addAll(List.of("--reports", "--out", folder.resolve(language).toString()));
    PAGES.forEach(name -> arguments.add(folder.resolve(name + ".eml").toString()));
    SealpostCommand.Result result = SealpostCommand.run(arguments);
    assertThat(result.status()).as(result.output() + result.errors()).isZero();
  }

  private static String signed(Person signer) throws Exception {
    Path text =
        Files.writeString(folder.resolve("text"), "Content-Type: text/plain\r\n\r\nat nine\r\n");
    Path certificate = folder.resolve("signer.pem");
    Authority.writePem(signer.signing(), certificate);
    Path key =
        Files.writeString(
            folder.resolve("signer.key"),
            "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder()
                    .encodeToString(signer.signingKey().getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n");
    Path out = folder.resolve("out.eml");
    List<String> command = new ArrayList<>(List.of("openssl", "cms", "-sign"));
    command.addAll(List.of("-in", text.toString(), "-out", out.toString()));
    command.addAll(List.of("-signer", certificate.toString(), "-inkey", key.toString()));
    command.addAll(List.of("-from", signer.address(), "-to", MING, "-subject", "a meeting"));
    Programs.run(command).succeeds();
    return Files.readString(out, StandardCharsets.ISO_8859_1).replaceAll("\r?\n", "\r\n");
  }

  @Test
  void aMailClientGetsTheReportAndASizeThatIsRight() throws Exception {
    try (LineClient client = new LineClient(side.pop3Port())) {
      client.line("");
      client.line("USER " + MING);
      client.line("PASS " + PostfixAndDovecot.PASSWORD);
      String mail = client.multiLine("RETR 1");
      assertThat(mail)
          .contains("\r\nat nine\r\n", "name=\"sealpost-report.html\"", "filename*=utf-8''%E7%B0");
      assertThat(client.line("LIST 1")).isEqualTo("+OK 1 " + mail.length());
      assertThat(mail).startsWith(client.multiLine("TOP 1 3"));
      client.line("QUIT");
    }
  }

  @Test
  void curlAndPythonReadTheReportToo() throws Exception {
    Programs.need("curl", "python3");
    String url = "pop3://127.0.0.1:" + side.pop3Port() + "/2";
    String user = MING + ":" + PostfixAndDovecot.PASSWORD;
    Path mail = folder.resolve("fetched.eml");
    Programs.run("curl", "-sS", "-u", user, "-o", mail.toString(), url).succeeds();
    String program =
        "import email, email.policy, sys\n"
            + "mail = email.message_from_binary_file(open(sys.argv[1], 'rb'),"
            + " policy=email.policy.default)\n"
            + "*_, last = mail.iter_parts()\n"
            + "assert not mail.defects and last.get_filename() == '簽章報告.html'\n"
            + "assert '<h1>簽章無效</h1>' in last.get_content()\n";
    Path script = Files.writeString(folder.resolve("read.py"), program);
    Programs.run("python3", script.toString(), mail.toString()).succeeds();
  }

  @ParameterizedTest
  @CsvSource({"en, LIGHT, 1100", "en, DARK, 390", "zh, LIGHT, 390", "zh, DARK, 1100"})
  void aPageIsAccessibleAndAsksForNothing(String language, ColorScheme theme, int width) {
    try (BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setBypassCSP(true)
                .setColorScheme(theme)
                .setViewportSize(width, 900))) {
      for (String name : PAGES) {
        Page page = context.newPage();
        List<String> requests = new ArrayList<>();
        page.onRequest(request -> requests.add(request.url()));
        page.navigate(folder.resolve(language).resolve(name + ".html").toUri().toString());
        page.evaluate("document.querySelectorAll('details').forEach(it => it.open = true)");

        assertThat(requests).hasSize(1);
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
        assertThat(new AxeBuilder(page).analyze().getViolations())
            .extracting(Rule::getId, rule -> rule.getNodes().getFirst().getHtml())
            .isEmpty();
      }
    }
  }
}
