package org.sealpost.unmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What mail programs make of a mark, and what is none. */
class RecogniserTest {
  private static final Recogniser PINE = new Recogniser();
  private static final Recogniser MAPLE = new Recogniser();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "[松柏 ✔簽章 🔒] 報告|報告",
        "Re: [松柏 ✔簽章 🔒] 報告|Re: 報告",
        "Re: [松柏 ✔簽章 🔒]報告|Re: 報告",
        "Re: [松柏 ✔簽章 🔒]  two blanks|Re:  two blanks",
        "Re: [松柏 ✔簽章] Re: [松柏 🔒僅加密] x|Re: Re: x",
        "[松柏\u00a0✔簽章\u00a0🔒]\u00a0no-break blanks|no-break blanks",
        "[ 松柏   ✔簽章   🔒 ] many blanks|many blanks",
        "[松柏\u3000✔簽章] 全形空白|全形空白",
        "［松柏 ✔簽章 🔒］ full-width brackets|full-width brackets",
        "[松柏 ?簽章 ?] missing glyphs|missing glyphs",
        "[松柏 \ufffd簽章 \ufffd] replacement characters|replacement characters",
        "[松柏 簽章 ] glyphs dropped|glyphs dropped",
        "[松\u200b柏 ✔\ufe0f簽章 🔒] without width|without width",
        "\u2068[松柏 ✔簽章 🔒]\u2069 isolated|\u2068\u2069isolated",
        "&#91;&#26494;&#26575; &#10004;&#31805;&#31456; &#128274;&#93; references|references",
        "&#x5B;&#x677e;&#x67CF;&nbsp;&#x2714;簽章&rsqb;&nbsp;references|references",
        "&lbrack;松柏 ✔簽章&rbrack; references|references",
        "<b>[</b><span lang=\"zh\">松</span>柏 ✔<i>簽章</i>] tags|<b></b><span lang=\"zh\"></span><i></i>tags",
        "%5B%E6%9D%BE%E6%9F%8F%20%E2%9C%94%E7%B0%BD%E7%AB%A0%5D%20link|link",
        "%5B%E6%9D%BE%E6%9F%8F+%E2%9C%94%E7%B0%BD%E7%AB%A0%5D+form|form",
        "Re: [松柏 ✔簽… cut off|Re: cut off",
        "Attached: 松柏 ✔簽章 🔒 x.eml|Attached: x.eml",
        "松柏 ★您已信任 x|x",
        "松柏 ◐未查廢止 x|x",
        "松柏 ⇄他人簽章 x|x",
        "松柏 ⚠憑證不可信 x|x",
        "松柏 ⛔簽章無效 x|x",
        "松柏 🔑未能解密 x|x",
        "松柏 ⚡未防竄改 x|x",
      })
  void isTakenOff(String text, String left) {
    assertThat(PINE.clean(text, false)).isEqualTo(left);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "[maple ✔signed 🔒] x|x",
        "[Maple ✔Signed 🔒] title case|title case",
        "[MAPLE ?UNCHECKED] upper case|upper case",
        "[maple ?unchecked ?] x|x",
        "[ｍａｐｌｅ ✔signed] full-width letters|full-width letters",
        "[m<wbr>aple ✔signed] broken|<wbr>broken",
        "[ma<!--[if gte mso 9]> <![endif]-->ple ✔signed] x|<!--[if gte mso 9]> <![endif]-->x",
        "[m&#97ple ✔signed] not closed|not closed",
        "[&#0000000000109;&#x00000061ple ✔signed] with zeros|with zeros",
        "(maple ✔signed 🔒) plans|plans",
        "(maple ✔signed 🔒 and more) plans|(and more) plans",
        "see {maple ✔signed}.|see .",
        "[maple ✔sig… cut off|cut off",
      })
  void isTakenOffWithALatinWord(String text, String left) {
    assertThat(MAPLE.clean(text, false)).isEqualTo(left);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "[松柏 ✔簽章 🔒] x.eml|x.eml",
        "松柏 ✔簽章 🔒 x.eml|x.eml",
        "_松柏 ✔簽章 🔒_ x.eml|x.eml",
        "_松柏 _簽章 __ x.eml|x.eml",
        "_松柏_✔簽章_🔒_x.eml|x.eml",
        "(松柏 ✔簽章 🔒) x.eml|x.eml",
        "Re_ _松柏 ?簽章 ?_ x.eml|Re_ x.eml",
        "%5B松柏 ✔簽章%5D x.eml|x.eml",
      })
  void isTakenOffFileNamesWithoutItsBrackets(String name, String left) {
    assertThat(PINE.clean(name, true)).isEqualTo(left);
  }

  @Test
  void theWordIsFoundComposedAndDecomposed() {
    Recogniser recogniser = new Recogniser();
    String mark = "[érable ✔signed 🔒] x";

    assertThat(recogniser.clean(mark, false)).isEqualTo("x");
    assertThat(recogniser.clean(Normalizer.normalize(mark, Normalizer.Form.NFD), false))
        .isEqualTo("x");
    assertThat(recogniser.clean("[&eacute;rable ✔signed] x", false)).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Subject: [松柏 ✔簽\r\n> 章 🔒] x",
        "> > [松柏 ✔簽章\n> > 🔒] x",
        "[松\r\n柏 ✔簽章 🔒] x",
        "[松 \r\n> 柏 ✔簽章 🔒] x",
        "[松柏\r\n\t✔簽章 🔒] x",
      })
  void isTakenOffAcrossLinesWhichStayLines(String text) {
    String left = PINE.clean(text, false);

    assertThat(left).doesNotContain("松").doesNotContain("柏").endsWith("x");
    assertThat(left.lines().count()).isEqualTo(text.lines().count());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "松柏長青",
        "祝 松柏長青 ✔",
        "松柏",
        "[松柏]",
        "[松柏園 開幕]",
        "[公告] 松柏",
        "(松柏 路)",
        "[松] 柏 ✔",
        "松柏 and [✔簽章 🔒]",
        "[松柏 never closed",
        "& < > %5B %zz &#; &#xffffffff; <",
        "我的松柏 ✔",
        "[煙鼓風 報價單] 請看",
        "請看 [煙鼓風：第三條與第四條的金額] 再回覆",
        "x[maple.id] = 1",
        "list[maple + 1]",
        "x = a[maple - 2] ?signed",
        "https://example.tw/?b[maple-2]=2",
        "[maple section]",
        "Buy [maple syrup, 2 bottles] and [Maple] and [maple: see note 4].",
        "[todo ✔ buy milk] [done ✔] [stove ⚠ hot]",
        "[Contract signed] (Contract signed) 合約 ✔ 簽章",
        "[who ?knows] [why ??]",
        "(★★★★★ Verified purchase) review",
        "[✔signed 🔒] x",
      })
  void whatThePersonWroteStays(String text) {
    assertThat(PINE.clean(text, false)).isSameAs(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[maple v2].txt",
        "Contract_signed.pdf",
        "Contract__signed.pdf",
        "松柏 report.pdf",
        "松柏-notes.pdf",
        "松柏_notes.pdf",
        "(松柏) x.pdf",
        "松柏.pdf"
      })
  void fileNamesWithTheBareWordStay(String name) {
    assertThat(PINE.clean(name, true)).isSameAs(name);
  }

  @Test
  void whatIsLeftDoesNotMakeAMarkOfItself() {
    String text = "[松[松柏 ✔簽章] 柏 ✔簽章] x";

    String left = PINE.clean(text, false);

    assertThat(PINE.clean(left, false)).isSameAs(left);
  }

  @Test
  void theFirstMarkStandsForTheAnswerThatItIs() {
    assertThat(PINE.replaceFirst("[松柏 ✔簽章] [encrypt] x", "Re: ")).contains("Re: [encrypt] x");
    assertThat(PINE.replaceFirst("[encrypt] x", "Re: ")).isEmpty();
  }
}
