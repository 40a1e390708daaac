package org.sealpost.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Phrase;
import org.sealpost.policy.Decider;
import org.sealpost.policy.SendPlan;
import org.sealpost.trust.PlainText;
import org.sealpost.verdicts.MessageId;

/**
 * One try of a mail client to send a mail, and what came of it. Neither subject nor content.
 *
 * @param account its address
 * @param messageId one line without angle brackets; empty where the mail has none
 * @param time when the client was told
 * @param size in bytes, as the client sent it
 * @param code what the client was told, as an SMTP reply code
 * @param reply what the client was told, on one line without the code, and how it is told to others
 * @param plan empty where the mail was refused before there was one
 * @param refusal present where it was refused since it could not be encrypted as it must be
 * @param deliveries every recipient is in exactly one; one for all where there is no plan
 */
public record SentMail(
    String account,
    String messageId,
    Instant time,
    long size,
    int code,
    Phrase.Told reply,
    Optional<Plan> plan,
    Optional<SentRefusal> refusal,
    List<SentDelivery> deliveries) {
  public SentMail {
    messageId = MessageId.plain(messageId);
    reply = new Phrase.Told(PlainText.of(reply.english()), PlainText.of(reply.chinese()));
    deliveries = List.copyOf(deliveries);
  }

  /** With a reply that is the same in all languages: the real server's own. */
  public SentMail(
      String account,
      String messageId,
      Instant time,
      long size,
      int code,
      String reply,
      Optional<Plan> plan,
      Optional<SentRefusal> refusal,
      List<SentDelivery> deliveries) {
    this(
        account,
        messageId,
        time,
        size,
        code,
        Phrase.Told.verbatim(reply),
        plan,
        refusal,
        deliveries);
  }

  /**
   * How the mail was to leave, and what decided that, whether for or against.
   *
   * @param encrypted whether any copy was to be
   * @param openBy where some copies were to be encrypted and one not: what let that one be so
   */
  public record Plan(
      boolean signed,
      Decider signedBy,
      boolean encrypted,
      Decider encryptedBy,
      Optional<Decider> openBy) {
    public static Plan of(SendPlan.Protect plan) {
      return new Plan(
          plan.sign(),
          plan.signDecider(),
          plan.encrypt(),
          plan.encryptDecider(),
          plan.openDecider());
    }
  }

  /** Whether the client was told that all is done. */
  public boolean isSent() {
    return code < 300;
  }
}
