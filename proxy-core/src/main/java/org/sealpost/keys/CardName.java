package org.sealpost.keys;

import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.Told;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;

/**
 * What a card is called in a reply to a mail client: its label, or its serial number where a reply
 * in English, which is ASCII ({@link Words#ascii}), could not show the label, as with one in
 * Chinese.
 *
 * @param label as on the card
 * @param serial the token's id, by which {@code sealpost card list} shows it too
 */
record CardName(String label, String serial) {
  static CardName of(TokenInfo token) {
    return new CardName(token.label(), token.id());
  }

  /** The name alone. */
  Phrase.Told inReply() {
    String known = label.isBlank() ? serial : label;
    return new Phrase.Told(isLegible() ? known : serial, known);
  }

  /** The same in words of the agent's, which name the card by its label. */
  Phrase.Told inReply(Told words) {
    String english = words.english();
    return new Phrase.Told(
        isLegible() ? english : english.replace(label, serial), words.in(Phrase.TAIWAN));
  }

  private boolean isLegible() {
    return unknowns(Words.ascii(label)) == unknowns(label);
  }

  private static long unknowns(String text) {
    return text.chars().filter(c -> c == '?').count();
  }
}
