package org.sealpost.keys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    assertThat(new CardName(label, "0123").inReply()).isEqualTo(name);
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
    assertThat(new CardName(label, "0123").inReply(words)).isEqualTo(shown);
  }
}
