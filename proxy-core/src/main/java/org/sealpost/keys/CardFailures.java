package org.sealpost.keys;

import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;

/** What a card error means for a mail: the reply, and what the user can do about it. */
public final class CardFailures {
  private static final Words WORDS = Words.beside(CardFailures.class);

  private CardFailures() {}

  /**
   * The failure for a card error. It is temporary wherever the same mail may pass once something
   * was done to the card or the agent: a client that keeps a queue then keeps the mail. That holds
   * for a blocked card too, which its issuer can unblock or replace; a permanent reply would make
   * such a client throw the mail back. Enhanced codes are those of RFC 3463 §3.8: 7.5 where a key
   * is not available, 7.6 where it cannot do what is asked.
   */
  public static Failure of(CardException e) {
    return of(e, new Phrase.Told(e.told().english(), e.told().in(Phrase.TAIWAN)));
  }

  private static Failure of(CardException e, Phrase detail) {
    Phrase text = text(e.error(), detail);
    return switch (e.error()) {
      case AGENT_UNREACHABLE, VERSION_MISMATCH -> Failure.of(451, "4.3.0", text, e);
      case TOKEN_ABSENT,
          KEY_ABSENT,
          LOCKED,
          PIN_PENDING,
          PIN_CANCELLED,
          PIN_WRONG,
          PIN_BLOCKED,
          PIN_FINAL_TRY,
          NO_PROMPT,
          TOKEN_FAILED,
          TIMEOUT ->
          Failure.of(451, "4.7.5", text, e);
      case NOT_SUPPORTED -> Failure.of(554, "5.7.6", text, e);
      case BAD_REQUEST -> Failure.of(554, "5.7.5", text, e);
    };
  }

  /** The same for an error of this card, which is named so that a reply can show it. */
  static Failure of(CardException e, CardName card) {
    return of(e, card.inReply(e.told()));
  }

  /** The failure where the agent answers and holds no token. */
  static Failure noToken() {
    return Failure.of(451, "4.7.5", text(CardError.TOKEN_ABSENT, Phrase.none()));
  }

  /** The failure where the only tokens that are there have failed. */
  static Failure tokenFailed(Phrase problem) {
    return Failure.of(451, "4.7.5", text(CardError.TOKEN_FAILED, problem));
  }

  /** The failure where a token that has failed may hold the key that is wanted. */
  static Failure unreadable(Phrase problem) {
    return Failure.of(451, "4.7.5", WORDS.phrase("unreadable", problem));
  }

  /** The failure where only tokens that are not there can hold the key that is wanted. */
  static Failure missing(Phrase names) {
    return Failure.of(451, "4.7.5", WORDS.phrase("missing", names));
  }

  private static Phrase text(CardError error, Phrase detail) {
    return WORDS.phrase(error.name(), detail);
  }
}
