package org.sealpost.journal;

import java.util.List;
import java.util.Optional;
import org.sealpost.trust.PlainText;

/**
 * One copy of a mail.
 *
 * @param recipients as the client named them
 * @param again whether it may be another copy of one that these recipients have got: the reply to
 *     an earlier one was lost
 * @param encrypted whether it was encrypted here; empty where it was not sent this time
 * @param reply the real server's, code and text on one line; empty where it said nothing
 */
public record SentDelivery(
    List<String> recipients,
    Outcome outcome,
    boolean again,
    Optional<Boolean> encrypted,
    String reply) {
  public SentDelivery {
    recipients = List.copyOf(recipients);
    reply = PlainText.of(reply);
  }

  /** One that was not sent. */
  public static SentDelivery notSent(List<String> recipients) {
    return new SentDelivery(recipients, Outcome.NOT_SENT, false, Optional.empty(), "");
  }

  /** What became of it. */
  public enum Outcome {
    /** The real server took it. */
    ACCEPTED,
    /** The real server had taken it before, so that it was not sent this time. */
    ACCEPTED_BEFORE,
    /** The real server refused it, or the connection was lost before its end. */
    NOT_ACCEPTED,
    /** The connection was lost between its end and the reply. */
    UNKNOWN,
    /** It was not sent. */
    NOT_SENT
  }
}
