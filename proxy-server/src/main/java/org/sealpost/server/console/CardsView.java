package org.sealpost.server.console;

import java.util.List;
import java.util.Optional;

/**
 * The cards as they are now.
 *
 * @param problem why they cannot be known, in words
 */
record CardsView(List<Token> tokens, Optional<String> problem) {
  /**
   * A card.
   *
   * @param state as in {@code card.state.STATE} of the words
   * @param sign says the same as the words beside it
   * @param tone how good that is, as a class of the style sheet
   */
  record Token(String id, String label, String reader, String state, String sign, String tone) {}
}
