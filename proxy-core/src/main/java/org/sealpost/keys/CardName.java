package org.sealpost.keys;

import org.sealpost.card.api.TokenInfo;
import org.sealpost.failure.Words;

/**
 * What a card is called in a reply to a mail client: its label, or its serial number where a reply,
 * which is ASCII ({@link Words#ascii}), could not show the label, as with one in Chinese.
 *
 * @param label as on the card
 * @param serial the token's id, by which {@code sealpost card list} shows it too
 */
record CardName(String label, String serial) {
  static CardName of(TokenInfo token) {
    return new CardName(token.label(), token.id());
  }

  /** The name alone. */
  String inReply() {
    return label.isBlank() || !isLegible() ? serial : label;
  }

  /** The same in words of the agent's, which name the card by its label. */
  String inReply(String words) {
    return isLegible() ? words : words.replace(label, serial);
  }

  private boolean isLegible() {
    return unknowns(Words.ascii(label)) == unknowns(label);
  }

  private static long unknowns(String text) {
    return text.chars().filter(c -> c == '?').count();
  }
}
