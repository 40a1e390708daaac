package org.sealpost.card.agent;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.sealpost.card.agent.PinPrompt.Card;
import org.sealpost.card.agent.PinPrompt.Question;
import org.sealpost.card.agent.PinPrompt.Remark;
import org.sealpost.card.api.Purpose;

/** Questions as prompts get them. */
final class Questions {
  static final Card CARD = new Card("ming", "", "/cards/ming.p12");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Questions() {}

  static Question about(Purpose purpose) {
    return new Question(CARD, purpose, Optional.empty(), OptionalInt.empty(), false, PATIENCE);
  }

  static Question after(Remark remark, Purpose purpose) {
    return about(purpose).with(remark);
  }
}
