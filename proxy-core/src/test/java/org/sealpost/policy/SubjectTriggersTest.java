package org.sealpost.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.sealpost.policy.TriggerFixture.STANDARD;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.failure.Failure;

class SubjectTriggersTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # subject                             | wishes              | what is left
          [encrypt] Budget                      | [ENCRYPT]           | Budget
          Budget [encrypt]                      | [ENCRYPT]           | Budget
          [ENCRYPT] Budget                      | [ENCRYPT]           | Budget
          [ Encrypt ]  Budget                   | [ENCRYPT]           | Budget
          [encrypt]Budget                       | [ENCRYPT]           | Budget
          Budget[encrypt]                       | [ENCRYPT]           | Budget
          [encrypt]                             | [ENCRYPT]           | ''
          [encrypt] [encrypt]                   | [ENCRYPT]           | ''
          [sign] [encrypt] Budget               | [ENCRYPT, SIGN]     | Budget
          [sign] Budget [encrypt]               | [ENCRYPT, SIGN]     | Budget
          Budget [sign][encrypt]                | [ENCRYPT, SIGN]     | Budget
          [plain] Budget                        | [PLAIN]             | Budget
          [sign-only] Budget                    | [SIGN_ONLY]         | Budget
          [加密] 預算                             | [ENCRYPT]           | 預算
          預算[加密]                              | [ENCRYPT]           | 預算
          [簽章][加密]預算                         | [ENCRYPT, SIGN]     | 預算
          [只簽章] 預算                           | [SIGN_ONLY]         | 預算
          [不加密] 預算                           | [SIGN_ONLY]         | 預算
          [不簽章不加密] 預算                      | [PLAIN]             | 預算
          [encrypt] [JIRA-12] Budget            | [ENCRYPT]           | [JIRA-12] Budget
          [encrypt]  two  blanks  [x]           | [ENCRYPT]           | two  blanks  [x]
          [encrypt] Re: Budget                  | [ENCRYPT]           | Re: Budget
          [encrypt] Re: [encrypt] Budget        | [ENCRYPT]           | Re: Budget
          [encrypt] Re: Budget [加密]            | [ENCRYPT]           | Re: Budget
          [encrypt] the [encrypt] keyword       | [ENCRYPT]           | the keyword
          Budget                                | []                  | Budget
          """)
  void keywordsAtEitherEndCountAndAreTakenOut(String subject, String wishes, String rest)
      throws Failure {
    SubjectTriggers found = SubjectTriggers.of(subject, STANDARD);

    assertThat(found.wishes()).hasToString(wishes);
    assertThat(found.rest()).isEqualTo(rest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Re: [encrypt] Budget",
        "RE: Re: [encrypt] Budget",
        "Re[2]: [encrypt] Budget",
        "Fwd: [plain] Budget",
        "回覆: [加密] 預算",
        "回覆：[加密] 預算",
        "轉寄: [不加密] 預算",
        "Re: Budget [encrypt]",
        "[list] Re: Budget [encrypt]",
        "[sign] Re: [encrypt] Budget",
        "[list] [encrypt] Budget",
        "About the [encrypt] keyword",
        "[[encrypt]] Budget",
        "Budget [[encrypt]]",
        "[encrypt] Re: [encr[encrypt]ypt] Budget"
      })
  void aKeywordOfAnEarlierMailOrInTheMiddleRefuses(String subject) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> SubjectTriggers.of(subject, STANDARD))
        .withMessageContaining("where it does not count");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "R: Contract [sign-only]",
        "R: Contract                                            [sign-only]",
        "I: Contract [plain]",
        "RES: Contract [plain]",
        "Odp: Contract [sign-only]",
        "R\u00E9p : Contrat [plain]",
        "Accepted: Contract [plain]",
        "Automatic reply: Contract [sign-only]",
        "自動回覆: 合約 [不加密]",
        "讀取: 合約 [只簽章]",
        "已接受: 合約 [不簽章不加密]",
        "R: [sign-only] Contract",
        "自動回覆: [不加密] 合約",
        "Contract [sign-only]",
        "Contract [sign-only] [encrypt]",
        "[sign] Contract [sign-only]",
        "Contract [plain] [sign]"
      })
  void aSubjectOfACorrespondentDoesNotWeakenTheAnswer(String subject) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> SubjectTriggers.of(subject, STANDARD))
        .withMessageContaining("where it does not count")
        .withMessageContaining("at the very beginning");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [sign-only] R: Contract             | [SIGN_ONLY] | R: Contract
          [sign-only] R: Contract [sign-only] | [SIGN_ONLY] | R: Contract
          [不加密] 自動回覆: 合約 [不加密]        | [SIGN_ONLY] | 自動回覆: 合約
          [plain] Re: Contract                | [PLAIN]     | Re: Contract
          [sign] [sign-only] Contract         | [SIGN, SIGN_ONLY] | Contract
          R: Contract [encrypt]               | [ENCRYPT]   | R: Contract
          """)
  void whatTheUserPutsFirstCountsAlsoInAnAnswer(String subject, String wishes, String rest)
      throws Failure {
    SubjectTriggers found = SubjectTriggers.of(subject, STANDARD);

    assertThat(found.wishes()).hasToString(wishes);
    assertThat(found.rest()).isEqualTo(rest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[encrpt] x",
        "[encryp] x",
        "[ncrypt] x",
        "[encrypyt] x",
        "[encryptt] x",
        "[enncrypt] x",
        "[encyrpt] x",
        "[ecnrypt] x",
        "[encrypy] x",
        "[rncrypt] x",
        "[encrypts] x",
        "[encrypt1] x",
        "[sgin] x",
        "[sing] x",
        "[sigm] x",
        "[siign] x",
        "[signs] x",
        "[isgn] x",
        "[sign only] x",
        "[signonly] x",
        "[sign_only] x",
        "[sign--only] x",
        "[sign-olny] x",
        "[plian] x",
        "[plaain] x",
        "[palin] x",
        "[en crypt] x",
        "[e n c r y p t] x",
        "[s ign] x",
        "(encrypt) x",
        "{encrypt} x",
        "<encrypt> x",
        "［encrypt］ x",
        "【encrypt】 x",
        "[encrypt) x",
        "[encrypt} x",
        "［加密］預算",
        "【加密】預算",
        "〔加密〕預算",
        "(加密) 預算",
        "（簽章）預算",
        "[ｅｎｃｒｙｐｔ] x",
        "[еncrypt] x",
        "[encr\u00FDpt] x",
        "[加\u3000密] 預算",
        "[encrypt x",
        "encrypt] x",
        "[encrypt= x",
        "\\encrypt] x",
        "[[encrpt]] x",
        "]encrypt[ x",
        "e[ncrypt] x",
        "[encryp]t x",
        "[encrypt[ x",
        "[密加] 預算",
        "[加密密] 預算",
        "[加蜜] 預算",
        "[家密] 預算",
        "[簽張] 預算",
        "[签章] 預算",
        "x [encrpt]",
        "x (encrypt)",
        "x encrypt]",
        "x [encrypt",
        "x [en crypt]",
        "x [encryp]t",
        "預算 【加密】",
        "預算[加蜜]",
        "x [sing]",
        "x [[encrpt]]",
        "x =encrypt]",
        "[list] [encrpt] x",
        "x [encrpt] [list]",
        "Re: [encrpt] x",
        "回覆：【加密】預算",
        "[encrypt] [sgin] x",
        "[sgin]"
      })
  void aKeywordThatWasMistypedRefuses(String subject) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> SubjectTriggers.of(subject, STANDARD))
        .withMessageContaining("almost");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[JIRA-12] Login fails",
        "Re: [list] Meeting",
        "[PATCH v2 1/3] fix",
        "[SPAM] x",
        "[EXTERNAL] x",
        "[External Email] x",
        "[sig-node] x",
        "[SIGCOMM] x",
        "[signal] x",
        "[Signal-dev] x",
        "[design] Review",
        "[assign] x",
        "[assigned] x",
        "[signup] x",
        "[sign up] x",
        "[Sign-up] x",
        "[signed] x",
        "[signing] x",
        "[signature] x",
        "[sight] x",
        "[planning] x",
        "[plaintext] x",
        "[plain text] x",
        "[explain] x",
        "[encryption] x",
        "[encrypted] x",
        "[Encryption-dev] x",
        "[crypto] x",
        "[crypt] x",
        "[cryptography] x",
        "[decrypt-tools] x",
        "[Secure] x",
        "[Confidential] x",
        "[OSS-Sec] x",
        "[GitHub] A new sign-in",
        "[Action Required] Please sign",
        "Please [sign here]",
        "Please sign [the form]",
        "sign (twice) please",
        "Sign up now",
        "encrypt all the things",
        "How do I encrypt?",
        "Plain speaking :)",
        "(urgent) x",
        "T-shirts (plain)",
        "(1) (2) x",
        "[加班] 申請",
        "[加入] 會員",
        "[加購] x",
        "[機密] x",
        "[保密] 協定",
        "[密件] x",
        "[急件] x",
        "【公告】 x",
        "【簽到】 x",
        "[簽核] 請假單",
        "[簽呈] x",
        "[簽證] x",
        "[簽收] x",
        "[章程] x",
        "[資料加密] x",
        "[數位簽章] x",
        "[未加密] x",
        "「加密」功能說明",
        "關於《加密》",
        "[公文] 加密功能",
        "[] x",
        "[",
        "]",
        "[]",
        "[[[",
        "]]]",
        ":",
        "Re:",
        "Re: ",
        "x []"
      })
  void honestTagsAndBracketsPass(String subject) throws Failure {
    SubjectTriggers found = SubjectTriggers.of(subject, STANDARD);

    assertThat(found.wishes()).isEmpty();
    assertThat(found.rest()).isEqualTo(subject);
  }

  @Test
  void aRefusalNamesWhatWasReadAndWhatWasMeant() {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> SubjectTriggers.of("[encrpt] Budget of ours", STANDARD))
        .withMessageContaining("[encrpt] in the subject")
        .withMessageContaining("the keyword [encrypt]")
        .withMessageNotContaining("Budget")
        .satisfies(failure -> assertThat(failure.temporary()).isFalse());
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> SubjectTriggers.of("【加密】預算", STANDARD))
        .withMessageContaining("means [encrypt]")
        .withMessageNotContaining("?");
  }

  @Test
  void withoutKeywordsNothingIsLookedFor() throws Failure {
    assertThat(SubjectTriggers.of("[encrypt] [encrpt] x", TriggerWords.none()).rest())
        .isEqualTo("[encrypt] [encrpt] x");
  }

  @Test
  void anySubjectOfTheseWordsKeepsThePromise() {
    String[] words = {
      "[encrypt]",
      "[sign]",
      "[加密]",
      "[plain]",
      "[encrpt]",
      "Re:",
      "回覆：",
      "[list]",
      "Budget",
      " ",
      "[",
      "]",
      "(",
      "】",
      "encrypt",
      "sign",
      "\u200B",
      "\r\n ",
      "\u00E9",
      "\uD83D\uDE00",
      "\uD83D"
    };
    Random random = new Random(20261122);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder subject = new StringBuilder();
      for (int n = random.nextInt(8); n > 0; n--) {
        subject.append(words[random.nextInt(words.length)]);
      }
      keepsThePromise(subject.toString());
    }
  }

  @FuzzTest
  void whatIsLeftHasNoKeywordAndNothingElseIsLost(byte[] bytes) {
    keepsThePromise(new String(bytes, UTF_8));
  }

  private static void keepsThePromise(String subject) {
    SubjectTriggers found;
    try {
      found = SubjectTriggers.of(subject, STANDARD);
    } catch (Failure e) {
      assertThat(e.text()).startsWith("Not sent");
      return;
    }
    if (found.wishes().isEmpty()) {
      assertThat(found.rest()).isEqualTo(subject);
    }
    assertThat(withoutBlanks(subject).length() - withoutBlanks(found.rest()).length())
        .isGreaterThanOrEqualTo(found.wishes().isEmpty() ? 0 : 4);
    try {
      assertThat(SubjectTriggers.of(found.rest(), STANDARD).wishes()).isEqualTo(Set.of());
    } catch (Failure e) {
      // Without the keyword before it, what was told apart may stand at an end now.
      assertThat(e.text()).startsWith("Not sent");
    }
  }

  private static String withoutBlanks(String text) {
    return text.replaceAll("[\\s\\p{Z}\\p{C}]", "");
  }
}
