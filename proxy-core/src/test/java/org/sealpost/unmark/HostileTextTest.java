package org.sealpost.unmark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text made to be slow to look through costs a bounded number of looks at each character. */
class HostileTextTest {
  private static final int MOST_LOOKS = 300;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[<a ",
        "[ab<a ",
        "ab<!-- ",
        "ab<i>",
        "ab &#65;",
        "[ab ✔",
        "[ab\r\n",
        "[a\u200b",
        "ab ?",
      })
  void lookingForMarksIsLinear(String piece) {
    CountingText text = new CountingText(piece.repeat(200_000 / piece.length()));
    Recogniser recogniser = new Recogniser();
    TagEnds tags = new TagEnds();

    for (int at = 0; at < text.length(); at++) {
      int limit = Math.min(text.length(), at + Recogniser.LONGEST);
      if (recogniser.mayBegin(text, at, limit)) {
        assertThat(recogniser.at(text, at, limit, false, tags).isFound()).isFalse();
      }
    }

    assertThat(text.looks / text.length()).isLessThan(MOST_LOOKS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"> =?utf-8?q?a?=\n", " =?utf-8?q?a\n", "=?a?q?b?= ", "> =?a?q?\n"})
  void joiningLinesWithEncodedWordsIsLinear(String line) {
    CountingText text = new CountingText(line.repeat(200_000 / line.length()));
    WordDecoder words = new WordDecoder();
    int at = 0;
    for (int word = line.indexOf("=?"); word >= 0; word = next(text.text, at)) {
      QuotedField field = QuotedField.around(text, at, word, text.length());
      assertThat(field.unmarked(new Recogniser(), words)).isEmpty();
      at = Math.max(field.end(), word + 2);
    }

    assertThat(text.looks / text.length()).isLessThan(MOST_LOOKS);
    assertThat(words.lookups()).isLessThan(3);
  }

  private static int next(String text, int from) {
    return text.indexOf("=?", from);
  }

  @Test
  void charsetsThatNobodyHasAreLookedUpAFewTimesOnly() {
    WordDecoder words = new WordDecoder();
    String field =
        IntStream.range(0, 20_000)
            .mapToObj(i -> "=?x" + i + "?q?a?=,=?x?q?b?=,")
            .collect(Collectors.joining());

    assertThat(words.decoded(field)).startsWith("a,b,a,b,");

    assertThat(words.lookups()).isLessThanOrEqualTo(50);
  }

  @ParameterizedTest
  @ValueSource(strings = {"big5", "iso-8859-1", "utf-8"})
  void theCharsetOfAnHonestWordIsKept(String charset) {
    String word = "=?" + charset + "?q?=A4=A4?=";

    assertThat(new WordDecoder().decoded(word))
        .isEqualTo(charset.equals("big5") ? "中" : new String(latin(charset), UTF_8));
  }

  private static byte[] latin(String charset) {
    return (charset.equals("utf-8") ? "\ufffd\ufffd" : "\u00a4\u00a4").getBytes(UTF_8);
  }

  /** Counts how often a character was looked at. */
  private static final class CountingText implements CharSequence {
    private final String text;
    private long looks;

    CountingText(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      looks++;
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      looks += end - start;
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
