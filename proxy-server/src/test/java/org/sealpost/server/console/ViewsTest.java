package org.sealpost.server.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.failure.Phrase;
import org.sealpost.server.Reload;

/** Pages hold what others chose as text alone, and all their words in both languages. */
class ViewsTest {
  private static final String MARKUP = "\"'><script>alert(1)</script>";

  private static String rendered(String template, Object model, String language) {
    Frame frame = new Frame(Locale.forLanguageTag(language), "/");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      new Views().render(template, frame, model).writeTo(out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toString(UTF_8);
  }

  private static CardsView cards(String validity) {
    CardsView.Certificate certificate =
        new CardsView.Certificate(
            MARKUP,
            MARKUP,
            MARKUP,
            List.of("sign", "decrypt"),
            Instant.EPOCH,
            validity,
            2,
            "!",
            "bad");
    return new CardsView(
        List.of(
            new CardsView.Token(
                MARKUP,
                MARKUP,
                MARKUP,
                "locked",
                "○",
                "set",
                OptionalInt.of(2),
                new CardsView.Unlock(true, false),
                List.of(MARKUP),
                List.of(certificate))),
        true,
        Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "zh-TW"})
  void markupInACertificateOrLabelIsText(String language) {
    for (String validity : List.of("valid", "soon", "expired", "early")) {
      assertThat(rendered("cards", cards(validity), language))
          .doesNotContain("<script")
          .doesNotContain("\"'>")
          .contains("&lt;script&gt;");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "zh-TW"})
  void markupInAFindingIsText(String language) {
    Phrase text = Phrase.verbatim(MARKUP);
    for (String state : List.of("ok", "warning", "failed", "skipped", MARKUP)) {
      DoctorRun.Found found = new DoctorRun.Found("smtp", text, state, text, text);
      DoctorRun.State done = new DoctorRun.State.Done(Instant.EPOCH, List.of(found));
      assertThat(rendered("findings", DoctorPages.view(done), language))
          .doesNotContain("<script")
          .contains("&lt;script&gt;");
    }
  }

  @Test
  void aCheckThatIsNotKnownIsShownToo() {
    List<DoctorRun.Found> found =
        DoctorRun.findings("[{\"check\":\"new\",\"state\":\"failed\",\"detail\":\"It broke.\"}]");

    assertThat(
            rendered(
                "findings", DoctorPages.view(new DoctorRun.State.Done(Instant.EPOCH, found)), "en"))
        .contains("It broke.")
        .contains("does not work")
        .contains("One thing does not work");
  }

  @Test
  void aFindingIsToldInTheReadersLanguage() {
    List<DoctorRun.Found> found =
        DoctorRun.findings(
            "[{\"check\":\"pin\",\"state\":\"ok\",\"detail\":\"Good.\",\"zh-TW\":{\"detail\":\"正常。\"}}]");
    DoctorPages.View view = DoctorPages.view(new DoctorRun.State.Done(Instant.EPOCH, found));

    assertThat(rendered("findings", view, "en")).contains("Good.").doesNotContain("正常。");
    assertThat(rendered("findings", view, "zh-TW")).contains("正常。").doesNotContain("Good.");
  }

  @Test
  void aConfigurationThatWasRefusedIsToldAboveTheSettingsThatCount() {
    Phrase reason = new Phrase.Told("<b>line 3</b> is wrong", "第 3 行有誤");
    SettingsPages.View view =
        settings(new Reload(Instant.EPOCH, false, List.of(reason), List.of()));
    assertThat(rendered("settings", view, "en"))
        .contains("cannot be used", "&lt;b&gt;line 3&lt;/b&gt; is wrong")
        .doesNotContain("<b>line");
    assertThat(rendered("settings", view, "zh-TW")).contains("第 3 行有誤");
  }

  @Test
  void whatCountsOnlyAfterTheNextStartIsNamedAboveTheSettings() {
    SettingsPages.View view =
        settings(new Reload(Instant.EPOCH, true, List.of(), List.of("sealpost.listen.smtp")));
    assertThat(rendered("settings", view, "en")).contains("next start", "sealpost.listen.smtp");
  }

  private static SettingsPages.View settings(Reload last) {
    return new SettingsPages.View(Optional.empty(), List.of(), List.of(), Optional.of(last));
  }
}
