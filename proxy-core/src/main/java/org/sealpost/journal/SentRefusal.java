package org.sealpost.journal;

import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Phrase;
import org.sealpost.policy.Decider;
import org.sealpost.policy.Obstacle;
import org.sealpost.policy.SendPlan;
import org.sealpost.trust.PlainText;

/**
 * Why a mail was refused that could not be encrypted as it must be, and what the user can choose.
 *
 * @param askedBy what asks for encryption
 * @param signOnly the keyword with which it may leave signed and not encrypted
 * @param permissible whether it may leave if the user allows each of these recipients to be written
 *     to without encryption
 * @param obstacles the recipients that are in the way
 */
public record SentRefusal(
    SendPlan.Refuse.Cause cause,
    Decider askedBy,
    Optional<String> signOnly,
    boolean permissible,
    List<Hindered> obstacles) {
  public SentRefusal {
    obstacles = List.copyOf(obstacles);
  }

  public static SentRefusal of(SendPlan.Refuse plan) {
    return new SentRefusal(
        plan.cause(),
        plan.decider(),
        plan.signOnly(),
        plan.permissible(),
        plan.recipients().stream()
            .flatMap(
                recipient ->
                    recipient.obstacle().stream()
                        .map(
                            it -> new Hindered(recipient.address(), it.kind(), it.reason().told())))
            .toList());
  }

  /**
   * A recipient who is in the way.
   *
   * @param reason one line to stand after the address, without a full stop
   */
  public record Hindered(String recipient, Obstacle.Kind kind, Phrase.Told reason) {
    public Hindered {
      reason = new Phrase.Told(PlainText.of(reason.english()), PlainText.of(reason.chinese()));
    }

    /** With a reason that is the same in all languages. */
    public Hindered(String recipient, Obstacle.Kind kind, String reason) {
      this(recipient, kind, Phrase.Told.verbatim(reason));
    }
  }
}
