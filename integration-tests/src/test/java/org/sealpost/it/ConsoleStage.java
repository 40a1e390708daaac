package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sealpost.harness.Authority;
import org.sealpost.harness.EmbeddedMailServer;
import org.sealpost.harness.Installation;
import org.sealpost.harness.Installation.Setup;
import org.sealpost.harness.Person;
import org.sealpost.harness.SealpostCommand;

/** One user's Sealpost with its pages, and a browser to look at them. */
final class ConsoleStage implements AutoCloseable {
  static final String PASSWORD = "secret";

  final Authority authority = new Authority("Console CA");
  final Person ming = authority.person("王小明", "ming@example.test");
  final EmbeddedMailServer server;
  final Installation installation;
  private final Browser browser;

  private ConsoleStage(Path folder, Browser browser, String... settings) throws Exception {
    this.browser = browser;
    this.server = new EmbeddedMailServer(authority, folder, "implicit");
    server.addUser(ming.address(), ming.address(), PASSWORD);
    this.installation =
        Installation.create(
            folder.resolve("ming"),
            Setup.of(ming, ming.address(), server.smtp(), server.pop3(), settings));
    installation.start();
  }

  /** Skips the test without a browser. */
  static ConsoleStage start(Path folder, String... settings) throws Exception {
    return new ConsoleStage(folder, Browser.start(), settings);
  }

  /** For profiles of one's own. */
  Browser browser() {
    return browser;
  }

  /** A link as the command prints it. */
  String link() throws Exception {
    SealpostCommand.Result result = installation.run("console", "--print");
    assertThat(result.status()).as(result.errors()).isZero();
    return result.output().strip();
  }

  /** What one does with a page. */
  interface Visit {
    void on(Page page) throws Exception;
  }

  /** Opens the pages as this reader; fails if the browser complains of anything on them. */
  void visit(Browser.Reader reader, Visit visit) throws Exception {
    assertThat(complaints(reader, visit)).isEmpty();
  }

  /** As {@link #visit}, where the browser tells of so many answers that refuse something. */
  void visitExpecting(Browser.Reader reader, int refusals, Visit visit) throws Exception {
    assertThat(complaints(reader, visit))
        .hasSize(refusals)
        .allMatch(text -> text.startsWith("Failed to load resource: the server responded"));
  }

  private List<String> complaints(Browser.Reader reader, Visit visit) throws Exception {
    List<String> complaints = new ArrayList<>();
    try (BrowserContext context = browser.as(reader)) {
      Page page = context.newPage();
      page.onConsoleMessage(
          message -> {
            if (List.of("error", "warning").contains(message.type())) {
              complaints.add(message.text() + " at " + message.location());
            }
          });
      page.onPageError(complaints::add);
      page.navigate(link());
      page.waitForURL(url -> !url.contains("/enter"));
      visit.on(page);
    }
    return complaints;
  }

  @Override
  public void close() {
    browser.close();
    installation.close();
    server.close();
  }
}
