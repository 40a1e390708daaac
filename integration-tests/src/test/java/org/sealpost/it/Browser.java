package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Debian's Chromium, driven by Playwright; a test that has none is skipped. */
final class Browser implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  /** Where what was seen is kept, for people to look at. */
  private static final Path SCREENS = Path.of("target", "screens");

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser chromium;

  /** What differs between readers of a page. */
  record Reader(String language, Width width, ColorScheme scheme) {
    /** Both languages in both widths, light and dark among them. */
    static List<Reader> all() {
      return List.of(
          new Reader("en-GB", Width.WIDE, ColorScheme.LIGHT),
          new Reader("zh-TW", Width.WIDE, ColorScheme.DARK),
          new Reader("en-GB", Width.PHONE, ColorScheme.DARK),
          new Reader("zh-TW", Width.PHONE, ColorScheme.LIGHT));
    }

    @Override
    public String toString() {
      return (language + "-" + width + "-" + scheme).toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** The widths of screens that pages are looked at on. */
  enum Width {
    WIDE(1280, 860),
    PHONE(390, 844);

    private final int pixels;
    private final int height;

    Width(int pixels, int height) {
      this.pixels = pixels;
      this.height = height;
    }
  }

  private Browser(Playwright playwright, com.microsoft.playwright.Browser chromium) {
    this.playwright = playwright;
    this.chromium = chromium;
  }

  /** Starts it; skips the test where it is not installed. */
  static Browser start() {
    assumeThat(CHROMIUM).as("Debian's package chromium is not installed").isExecutable();
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    return new Browser(
        playwright,
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    // Chromium's own sandbox does not run as root, and the pages are ours.
                    .setArgs(List.of("--no-sandbox"))));
  }

  /** A new profile, as this reader has it. What the page complains of fails the test at its end. */
  BrowserContext as(Reader reader) {
    return chromium.newContext(
        new com.microsoft.playwright.Browser.NewContextOptions()
            .setLocale(reader.language())
            .setColorScheme(reader.scheme())
            .setViewportSize(reader.width().pixels, reader.width().height));
  }

  /** Keeps a picture of the whole page. */
  static void picture(Page page, String name, Reader reader) throws IOException {
    picture(page, name, reader, true);
  }

  /** Keeps a picture of what is seen without scrolling. */
  static void screen(Page page, String name, Reader reader) throws IOException {
    picture(page, name, reader, false);
  }

  private static void picture(Page page, String name, Reader reader, boolean whole)
      throws IOException {
    Files.createDirectories(SCREENS);
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(whole)
            .setPath(SCREENS.resolve(name + "-" + reader + ".png")));
  }

  /**
   * By the rules of WCAG 2.2, level AA, as axe-core has them; nor may the page be wider than the
   * screen.
   */
  static void assertAccessible(Page page) {
    List<String> found = new ArrayList<>();
    for (Rule rule :
        new AxeBuilder(page)
            .withTags(
                List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))
            .analyze()
            .getViolations()) {
      rule.getNodes().forEach(node -> found.add(rule.getId() + ": " + node.getHtml()));
    }
    assertThat(found).isEmpty();
    assertThat((Integer) page.evaluate("document.documentElement.scrollWidth - innerWidth"))
        .as("how far the page reaches beyond the screen")
        .isNotPositive();
  }

  @Override
  public void close() {
    playwright.close();
  }
}
