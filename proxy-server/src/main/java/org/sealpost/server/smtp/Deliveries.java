package org.sealpost.server.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;
import org.sealpost.journal.Acceptance;
import org.sealpost.journal.Sending;
import org.sealpost.journal.SentDelivery;
import org.sealpost.journal.SentDelivery.Outcome;
import org.sealpost.outbound.Delivery;
import org.sealpost.outbound.Prepared;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deliveries of one mail: who has got it before gets it no more, the others get it, and each
 * step is noted in the journal before the next.
 */
final class Deliveries {
  private static final Logger log = LoggerFactory.getLogger(Deliveries.class);
  private static final Words WORDS = Words.beside(Deliveries.class);

  private final Relay relay;
  private final Sending sending;
  private final List<String> recipients;
  private final List<SentDelivery> outcomes = new ArrayList<>();
  private final List<String> delivered = new ArrayList<>();
  private boolean several;
  private boolean remembered;
  private boolean ended;
  private Optional<SmtpReply> lastReply = Optional.empty();

  /** One copy of the mail, to those who have not got it yet. */
  private record Copy(Delivery delivery, boolean encrypted) {}

  /**
   * Deliveries.
   *
   * @param recipients all of the envelope
   */
  Deliveries(Relay relay, Sending sending, List<String> recipients) {
    this.relay = relay;
    this.sending = sending;
    this.recipients = recipients;
    remembered = sending.memory() == Sending.Memory.KEPT;
    for (String recipient : recipients) {
      sending.acceptance(recipient).ifPresent(acceptance -> had(recipient, acceptance));
    }
  }

  private void had(String recipient, Acceptance acceptance) {
    delivered.add(recipient);
    outcomes.add(
        new SentDelivery(
            List.of(recipient),
            Outcome.ACCEPTED_BEFORE,
            false,
            Optional.empty(),
            acceptance.reply()));
  }

  /** Whether nothing is left to be done. */
  boolean areDone() {
    return delivered.containsAll(recipients);
  }

  /** Who has got the mail, now or before, in no order. */
  List<String> delivered() {
    return List.copyOf(delivered);
  }

  /**
   * The real server's to the last one that it took.
   *
   * @throws java.util.NoSuchElementException if it took none this time
   */
  SmtpReply lastReply() {
    return lastReply.orElseThrow();
  }

  /** For the record: what became of each, and of recipients that none was made for. */
  List<SentDelivery> outcomes() {
    List<SentDelivery> all = new ArrayList<>(outcomes);
    List<String> rest = new ArrayList<>(recipients);
    all.forEach(outcome -> rest.removeAll(outcome.recipients()));
    if (!rest.isEmpty()) {
      all.add(SentDelivery.notSent(rest));
    }
    return all;
  }

  /** Whether all that was done is in the journal, so that the same mail can be sent again. */
  boolean areRemembered() {
    return remembered;
  }

  /**
   * Sends what is missing. After a failure the rest is tried only if somebody has the mail already:
   * otherwise nobody shall get it, so that the client has one plain answer.
   *
   * @param planned the whole mail
   * @return what stopped deliveries; empty if all is done
   * @throws Failure if nobody has got the mail
   */
  List<SmtpReply> send(Prepared planned) throws Failure {
    several = planned.deliveries().size() > 1;
    List<Copy> missing = missing(planned);
    if (missing.size() > 1 && sending.memory() == Sending.Memory.FAILING) {
      throw unwritable();
    }
    List<SmtpReply> troubles = new ArrayList<>();
    boolean goOn = true;
    for (Copy copy : missing) {
      if (goOn) {
        SmtpReply reply = sendOneOf(copy);
        if (!reply.isPositive()) {
          troubles.add(reply);
          goOn = !delivered.isEmpty() && relay.isUsable();
        }
      }
    }
    return troubles;
  }

  private List<Copy> missing(Prepared planned) {
    List<Copy> missing = new ArrayList<>();
    for (int i = 0; i < planned.deliveries().size(); i++) {
      Delivery whole = planned.deliveries().get(i);
      List<String> without = new ArrayList<>(whole.recipients());
      without.removeAll(delivered);
      if (!without.isEmpty()) {
        Delivery rest = new Delivery(without, whole.mail(), whole.sizeBound(), whole.eightBit());
        missing.add(new Copy(rest, planned.plan().copies().get(i).encrypt()));
      }
    }
    return missing;
  }

  private SmtpReply sendOneOf(Copy copy) throws Failure {
    try {
      return send(copy);
    } catch (Failure e) {
      if (delivered.isEmpty()) {
        throw e;
      }
      log.info("A later delivery failed: {}", e.enhancedCode());
      log.debug("Why it failed", e);
      return SmtpReply.of(e);
    }
  }

  private SmtpReply send(Copy copy) throws Failure {
    List<String> to = copy.delivery().recipients();
    Optional<Boolean> encrypted = Optional.of(copy.encrypted());
    boolean again = to.stream().anyMatch(sending::isDoubtful);
    if (again) {
      log.warn(WORDS.text("log.again", to.size()));
    }
    ended = false;
    SmtpReply reply;
    try {
      reply = relay.deliver(copy.delivery(), () -> beforeEndTo(to));
    } catch (Failure e) {
      Outcome outcome = ended ? Outcome.UNKNOWN : Outcome.NOT_ACCEPTED;
      outcomes.add(new SentDelivery(to, outcome, again, encrypted, ""));
      throw e;
    }
    Outcome outcome = reply.isPositive() ? Outcome.ACCEPTED : Outcome.NOT_ACCEPTED;
    outcomes.add(new SentDelivery(to, outcome, again, encrypted, reply.quoted()));
    if (reply.isPositive()) {
      remembered &= sending.accepted(to, reply.quoted());
      delivered.addAll(to);
      lastReply = Optional.of(reply);
    } else if (ended) {
      remembered &= sending.refused(to);
    }
    return reply;
  }

  /** Without a journal, a mail in several deliveries could not be completed: it must not begin. */
  private void beforeEndTo(List<String> to) throws Failure {
    boolean noted = sending.ends(to);
    if (!noted && sending.memory() == Sending.Memory.KEPT && several && delivered.isEmpty()) {
      throw unwritable();
    }
    ended = true;
  }

  private static Failure unwritable() {
    return Failure.of(451, "4.3.0", WORDS.phrase("journal.unwritable"));
  }
}
