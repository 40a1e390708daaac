package org.sealpost.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.sealpost.policy.TriggerFixture.STANDARD;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.failure.Failure;

/** What lies one slip beside a keyword, or has a keyword inside something else. */
class NearKeywordTest {
  private static final String ALPHABET =
      "abcdefghijklmnopqrstuvwxyzQ0189 .,;:!?-_+*=/\\\\|'\"#@%&~^$()[]{}<>\u3002\uFF0C\u3010\u00E9";

  /** At either end, and as the whole subject. */
  @ParameterizedTest
  @MethodSource("keywords")
  void everySingleSlipOfAKeywordRefusesOrCounts(Keyword keyword) {
    List<String> overlooked = new ArrayList<>();
    for (String slip : slips(keyword.text())) {
      for (String subject : List.of(slip + " a", "a " + slip, slip)) {
        if (isOverlooked(subject)) {
          overlooked.add(subject);
        }
      }
    }
    assertThat(overlooked).isEmpty();
  }

  static List<Keyword> keywords() {
    return STANDARD.keywords();
  }

  private static Set<String> slips(String text) {
    Set<String> slips = new LinkedHashSet<>();
    for (int i = 0; i <= text.length(); i++) {
      String before = text.substring(0, i);
      String after = text.substring(i);
      for (int k = 0; k < ALPHABET.length(); k++) {
        char c = ALPHABET.charAt(k);
        slips.add(before + c + after);
        if (!after.isEmpty()) {
          slips.add(before + c + after.substring(1));
        }
      }
      if (!after.isEmpty()) {
        slips.add(before + after.substring(1));
      }
      if (after.length() > 1) {
        slips.add(before + after.charAt(1) + after.charAt(0) + after.substring(2));
      }
    }
    return slips;
  }

  private static boolean isOverlooked(String subject) {
    try {
      return SubjectTriggers.of(subject, STANDARD).wishes().isEmpty();
    } catch (Failure refused) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello [encrypt].",
        "hello [encypt]!",
        "hello [encypt] ?!",
        "hello (encrypt).",
        "x [加蜜]。",
        "x 【加密】！",
        "- [encypt] a",
        "\"[encypt]\" a",
        "\"[encrypt]\" a",
        "「[encypt]」 a",
        "*[encypt]*",
        "\u201C(encrypt)\u201D a",
        "... - [encypt] a",
        "[list] - [encypt] a",
        "[sign,encrypt]",
        "[sign, encrypt] a",
        "[encrypt/sign] a",
        "[sign encrypt] a",
        "[encrypt+sign] a",
        "[sign and encrypt] a",
        "[sign-encrypt] a",
        "[signencrypt] a",
        "(sign, encrypt) a",
        "[加密簽章] 預算",
        "[簽章加密] 預算",
        "[簽章及加密] 預算",
        "【加密、簽章】 預算",
        "預算 [簽章，加密]。",
        "[urgent, encrypt] a",
        "R: [encrypt] a",
        "R: [encypt] a",
        "R\u00E9f: [encypt] a",
        "R\u00E9p : [encypt] a",
        "Fw: FYI: [encypt] a",
        "Automatic reply: [encypt] a",
        "自動回覆: 【加密】預算",
        "A: B: C: [encypt] a"
      })
  void aKeywordInSomethingElseOrBehindAnUnknownPrefixRefuses(String subject) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> SubjectTriggers.of(subject, STANDARD))
        .withMessageStartingWith("Not sent");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Minutes: design, review (draft).",
        "FYI: [JIRA-12] Login fails!",
        "Note: please sign the form.",
        "- [list] Meeting -",
        "\"Plain\" speaking",
        "\"Encrypt\" in three languages",
        "*urgent* x",
        "[a, b] x",
        "[plain text, html] x",
        "[sign here] x",
        "[sign up, please] x",
        "[sales/design] x",
        "[design and plan] x",
        "T-shirts (plain).",
        "[資料加密、備份] x",
        "[加班、請假] 申請",
        "「加密」功能說明",
        "12:30 [room 5]",
        "1: 2: 3",
        "\uD83D\uDE00 Hello \uD83D\uDE00"
      })
  void honestPunctuationAndPrefixesPass(String subject) throws Failure {
    SubjectTriggers found = SubjectTriggers.of(subject, STANDARD);

    assertThat(found.wishes()).isEmpty();
    assertThat(found.rest()).isEqualTo(subject);
  }
}
