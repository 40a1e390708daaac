package org.sealpost.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealpost.failure.Phrase;

class ReportPageTest {
  private static final ReportPage ENGLISH = page(Locale.ENGLISH);
  private static final ReportPage CHINESE = page(Phrase.TAIWAN);

  /** Python's own parser: every element that opens closes, in order. */
  private static final String WELL_FORMED =
      """
      import sys
      from html.parser import HTMLParser
      class P(HTMLParser):
          open = []
          def handle_starttag(self, tag, attributes):
              print(tag, *sorted(name for name, _ in attributes))
              self.open.append(tag)
          def handle_startendtag(self, tag, attributes):
              print(tag, *sorted(name for name, _ in attributes))
          def handle_endtag(self, tag):
              assert self.open.pop() == tag, tag
      p = P(convert_charrefs=True)
      p.feed(sys.stdin.buffer.read().decode('utf-8'))
      p.close()
      assert not p.open, p.open
      """;

  @TempDir Path folder;

  private static ReportPage page(Locale locale) {
    return new ReportPage(locale, ZoneId.of("Asia/Taipei"));
  }

  static Stream<Arguments> samples() {
    return Stream.of(
        Arguments.of("valid", Samples.valid()),
        Arguments.of("trusted-by-your-own-decision-without-a-path", Samples.trustedByYou()),
        Arguments.of("unchecked-as-the-list-ran-out", Samples.unchecked()),
        Arguments.of("signed-by-someone-else-than-bob", Samples.notTheSender()),
        Arguments.of("untrusted-as-revoked", Samples.untrusted()),
        Arguments.of("invalid-as-altered", Samples.invalid()),
        Arguments.of("unsigned-and-encrypted-without-integrity", Samples.unsigned()),
        Arguments.of("unknown-as-encrypted-for-someone-else", Samples.unknown()),
        Arguments.of("two-signatures-one-weak", Samples.twoSignaturesAndWeakness()),
        Arguments.of("markup-in-every-value", Samples.markup()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void aReportIsTheSamePageAsBefore(String name, SignatureReport report) throws Exception {
    assertGolden(name + ".en.html", ENGLISH.of(report));
    assertGolden(name + ".zh.html", CHINESE.of(report));
  }

  /** The style is the same in all, and no part of what is promised here. */
  private static void assertGolden(String name, String page) throws IOException {
    String told = page.replaceAll("(?s)<style>.*?</style>\n", "");
    try (InputStream in = ReportPageTest.class.getResourceAsStream("pages/" + name)) {
      assertThat(in).as("the golden file %s", name).isNotNull();
      assertThat(told).isEqualTo(new String(in.readAllBytes(), UTF_8));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void aReportIsWellFormedForPython(String name, SignatureReport report) throws Exception {
    assertThat(tags(ENGLISH.of(report))).contains("main", "h1");
    assertThat(tags(CHINESE.of(report))).contains("main", "h1");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void aReportAsksForNothingAndRunsNothing(String name, SignatureReport report) {
    for (ReportPage each : new ReportPage[] {ENGLISH, CHINESE}) {
      assertThat(each.of(report))
          .contains("content=\"default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;\"")
          .contains("<meta name=\"generator\" content=\"Sealpost signature report\"/>")
          .doesNotContain("<script", "<link", "<img", "<iframe", " src=", " href=", "url(");
    }
  }

  @Test
  void aNameCannotBecomeMarkup() throws Exception {
    assertThat(tags(ENGLISH.of(Samples.markup())).lines().distinct())
        .containsExactlyInAnyOrderElementsOf(
            tags(ENGLISH.of(named(Samples.ANN))).lines().distinct().toList());
    assertThat(ENGLISH.of(Samples.markup()))
        .contains("Ann&lt;/b&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;/style&gt;&amp;#60;")
        .doesNotContain("\u202e", "\u2066", "\u0000");
  }

  /** The same report, of an honest signer. */
  private static SignatureReport named(X509Certificate signer) {
    SignatureReport markup = Samples.markup();
    ReportedSignature one = markup.signatures().getFirst();
    SignatureReport valid = Samples.valid();
    return new SignatureReport(
        valid.mail(),
        markup.verdict(),
        new SignatureReport.Encryption.Closed(Phrase.verbatim("no key")),
        List.of(
            new ReportedSignature(
                one.verdict(),
                Phrase.verbatim("altered"),
                one.advice(),
                Optional.of(signer),
                one.claimed(),
                one.firstSeen(),
                one.judgedAsOf(),
                one.digest(),
                one.weak(),
                List.of(
                    new ReportedCertificate(signer, false, one.path().getFirst().revocation()),
                    one.path().get(1),
                    one.path().get(2)))),
        List.of(Phrase.verbatim("a note")),
        valid.judged(),
        valid.trust());
  }

  @Test
  void anHonestNameIsShownAsItIs() {
    assertThat(ENGLISH.of(Samples.valid())).contains("<bdi>陳安 Ann Chen</bdi>");
  }

  @Test
  void aScriptIsNoElementOfThisProgram() {
    assertThatThrownBy(() -> Html.element("script")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Html.element("p").with("onclick", "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Html.element("p><b")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Html.Style("</style>"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPageSaysItsLanguage() {
    assertThat(ENGLISH.of(Samples.valid())).contains("<html lang=\"en\">");
    assertThat(CHINESE.of(Samples.valid())).contains("<html lang=\"zh-Hant-TW\">", "簽章有效");
  }

  /** The elements and the names of their attributes, one a line. */
  private String tags(String page) throws IOException, InterruptedException {
    Path out = folder.resolve("tags");
    Process python;
    try {
      python =
          new ProcessBuilder("python3", "-c", WELL_FORMED)
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
    } catch (IOException e) {
      assumeTrue(false, "there is no python3: " + e.getMessage());
      throw e;
    }
    try (OutputStream in = python.getOutputStream()) {
      in.write(page.getBytes(UTF_8));
    }
    int code = python.waitFor();
    String tags = Files.readString(out);
    assertThat(code).as(tags).isZero();
    return tags;
  }
}
