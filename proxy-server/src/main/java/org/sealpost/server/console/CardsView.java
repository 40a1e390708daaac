package org.sealpost.server.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The cards as they are now.
 *
 * @param unlocked whether a PIN session is open
 * @param problem why they cannot be known, in words
 */
record CardsView(List<Token> tokens, boolean unlocked, Optional<String> problem) {
  /**
   * A card.
   *
   * @param state as in {@code card.state.STATE} of the words
   * @param sign says the same as the words beside it
   * @param tone how good that is, as a class of the style sheet
   * @param triesLeft PINs that may still be tried, where the card tells
   * @param unlock what an unlock that was asked for on a page has come to
   * @param notes what else is to be known of it, in words
   */
  record Token(
      String id,
      String label,
      String reader,
      String state,
      String sign,
      String tone,
      OptionalInt triesLeft,
      Unlock unlock,
      List<String> notes,
      List<Certificate> certificates) {}

  /**
   * Whether a card can be unlocked from the page.
   *
   * @param offered whether there is a button
   * @param waiting whether the agent asks for the PIN at this moment
   */
  record Unlock(boolean offered, boolean waiting) {}

  /**
   * A certificate whose key is on the card.
   *
   * @param uses as in {@code card.use.USE} of the words
   * @param validity as in {@code card.validity.VALIDITY} of the words
   * @param days that it is still valid, or has not been for
   */
  record Certificate(
      String holder,
      String addresses,
      String issuer,
      List<String> uses,
      Instant until,
      String validity,
      long days,
      String sign,
      String tone) {}
}
