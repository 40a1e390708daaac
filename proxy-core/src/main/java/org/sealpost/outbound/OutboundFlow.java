package org.sealpost.outbound;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.sealpost.book.RecipientCertificates;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.Purpose;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;
import org.sealpost.keys.CardKeys;
import org.sealpost.keys.PinWait;
import org.sealpost.mime.Content;
import org.sealpost.mime.Entity;
import org.sealpost.mime.MimeException;
import org.sealpost.policy.Account;
import org.sealpost.policy.ExistingProtection;
import org.sealpost.policy.PlanRequest;
import org.sealpost.policy.Planner;
import org.sealpost.policy.Rules;
import org.sealpost.policy.SendPlan;
import org.sealpost.policy.Triggers;
import org.sealpost.policy.Wanted;
import org.sealpost.smime.Algorithms;
import org.sealpost.smime.Reader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs and encrypts with the user's card, as the account's policy says: the plan is made, the card
 * is made ready, and writers are put together that protect the mail while it goes upstream.
 * Thread-safe.
 */
public final class OutboundFlow implements Outbound {
  private static final Logger LOG = LoggerFactory.getLogger(OutboundFlow.class);
  private static final Words WORDS = Words.beside(OutboundFlow.class);

  private final CardAgent agent;
  private final RecipientCertificates certificates;
  private final Clock clock;
  private final Duration pinWait;
  private final Algorithms algorithms;

  /**
   * A flow.
   *
   * @param pinWait how long a mail waits for the PIN in all
   * @param algorithms what mails are signed and encrypted with
   */
  public OutboundFlow(
      CardAgent agent,
      RecipientCertificates certificates,
      Clock clock,
      Duration pinWait,
      Algorithms algorithms) {
    this.agent = agent;
    this.certificates = certificates;
    this.clock = clock;
    this.pinWait = pinWait;
    this.algorithms = algorithms;
  }

  @Override
  public Prepared prepare(Account account, Envelope envelope, Content mail)
      throws IOException, Failure {
    Entity entity = parse(mail);
    Triggers triggers = Triggers.in(entity.header(), account.triggers());
    OutgoingHeader header = new OutgoingHeader(triggers.header());
    ExistingProtection existing = ClientProtection.of(entity);
    Instant now = clock.instant();
    AccountCard card = card(account, envelope, now);
    Wanted wanted = Rules.wanted(account, envelope.recipients(), triggers.wishes());
    if (Planner.signs(wanted, existing)) {
      card.chooseSigner();
    }
    Correspondents correspondents =
        Planner.mayEncrypt(wanted, existing)
            ? new Correspondents(envelope, header, account, card, certificates, now)
            : new Correspondents(envelope, header);
    SendPlan plan = Planner.plan(new PlanRequest(wanted, existing, correspondents.recipients()));
    if (plan instanceof SendPlan.Protect protect) {
      LOG.info(WORDS.text("plan", account.address(), protect.words()));
    }
    return switch (plan) {
      case SendPlan.Refuse refuse -> throw refuse.failure();
      case SendPlan.Protect protect when !protect.sign() && !protect.encrypt() ->
          new Prepared(protect, unprotected(protect, header, entity));
      case SendPlan.Protect protect -> {
        Protection protection =
            existing == ExistingProtection.NONE
                ? Protection.of(
                    header, entity, card.unlockedSigner(), account.signature(), now, algorithms)
                : Protection.asItIs(header, entity);
        if (protect.encrypt()) {
          card.encryptionObstacle()
              .ifPresent(why -> LOG.warn(WORDS.text("own-copy", account.address(), why)));
        }
        yield new Prepared(protect, deliveries(protect, protection, correspondents, card));
      }
    };
  }

  @Override
  public void expect(Account account, String recipient) {
    if (account.mayEncrypt()) {
      certificates.expect(recipient);
    }
  }

  private List<Delivery> deliveries(
      SendPlan.Protect plan, Protection protection, Correspondents correspondents, AccountCard card)
      throws Failure {
    List<Delivery> deliveries = new ArrayList<>();
    for (SendPlan.Copy copy : plan.copies()) {
      List<String> to = copy.recipients();
      if (plan.encrypt()) {
        // Also to the sender, who could not read the copy in the client's own folder otherwise.
        List<Reader> readers = new ArrayList<>(correspondents.readers(to));
        card.encryptionCertificate().map(Reader::ourselves).ifPresent(readers::add);
        deliveries.add(protection.encrypted(to, readers, algorithms));
      } else {
        deliveries.add(protection.clear(to));
      }
    }
    return deliveries;
  }

  private static Entity parse(Content mail) throws IOException, Failure {
    try {
      return Entity.parse(mail);
    } catch (MimeException e) {
      throw Failure.of(554, "5.6.0", WORDS.text("unreadable", e.getMessage()), e);
    }
  }

  private AccountCard card(Account account, Envelope envelope, Instant now) {
    Purpose purpose = Purpose.signMail(account.address(), String.join(", ", envelope.recipients()));
    return new AccountCard(new CardKeys(agent, purpose, new PinWait(pinWait)), account, now);
  }

  private static List<Delivery> unprotected(
      SendPlan.Protect plan, OutgoingHeader header, Entity entity) throws IOException {
    VerbatimMail mail = VerbatimMail.of(entity.header(), entity.content(), header.asItIs());
    boolean eightBit = mail.hasEightBit();
    return plan.copies().stream()
        .map(copy -> new Delivery(copy.recipients(), mail, mail.size(), eightBit))
        .toList();
  }
}
