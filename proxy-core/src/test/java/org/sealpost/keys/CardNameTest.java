package org.sealpost.keys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.card.api.Told;
import org.sealpost.failure.Phrase;

class CardNameTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HiCOS PKI Smart Card | HiCOS PKI Smart Card
          Whose card?          | Whose card?
          Zoë's card           | Zoë's card
          ＭＯＩＣＡ            | ＭＯＩＣＡ
          自然人憑證            | 0123
          王小明's card        | 0123
          王小明?              | 0123
          ''                   | 0123
          """)
  void isTheLabelWhereAReplyCanShowItAndTheSerialElsewhere(String label, String name) {
    Phrase told = new CardName(label, "0123").inReply();
    assertThat(told.english()).isEqualTo(name);
    assertThat(told.in(Phrase.TAIWAN)).isEqualTo(label.isEmpty() ? "0123" : label);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Card A     | The card "Card A" is locked. | The card "Card A" is locked.
          自然人憑證 | The card "自然人憑證" is busy. | The card "0123" is busy.
          自然人憑證 | The card does not answer.     | The card does not answer.
          ''         | The card "" is locked.       | The card "" is locked.
          """)
  void standsInTheAgentsWordsForALabelThatAReplyCannotShow(
      String label, String words, String shown) {
    Told told = new Told(words, "卡片「" + label + "」已鎖定。");
    Phrase inReply = new CardName(label, "0123").inReply(told);
    assertThat(inReply.english()).isEqualTo(shown);
    assertThat(inReply.in(Phrase.TAIWAN)).isEqualTo(told.chinese());
  }
}
