package org.sealpost.outbound;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.sealpost.book.RecipientCertificates;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.Purpose;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;
import org.sealpost.keys.CardKeys;
import org.sealpost.keys.PinWait;
import org.sealpost.mime.Content;
import org.sealpost.mime.Entity;
import org.sealpost.mime.Header;
import org.sealpost.mime.MimeException;
import org.sealpost.policy.Account;
import org.sealpost.policy.Decider;
import org.sealpost.policy.ExistingProtection;
import org.sealpost.policy.Identity;
import org.sealpost.policy.Permissions;
import org.sealpost.policy.PlanRequest;
import org.sealpost.policy.Planner;
import org.sealpost.policy.Rules;
import org.sealpost.policy.SendPlan;
import org.sealpost.policy.Triggers;
import org.sealpost.policy.Wanted;
import org.sealpost.policy.Wish;
import org.sealpost.smime.Algorithms;
import org.sealpost.unmark.MarkRemover;
import org.sealpost.unmark.Unmarked;
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
  private final Permissions permissions;
  private final Clock clock;
  private final Duration pinWait;
  private final Algorithms algorithms;
  private final MarkRemover marks;

  /**
   * A flow.
   *
   * @param pinWait how long a mail waits for the PIN in all
   * @param algorithms what mails are signed and encrypted with
   * @param marks takes our marks off before anything else is looked at
   */
  public OutboundFlow(
      CardAgent agent,
      RecipientCertificates certificates,
      Permissions permissions,
      Clock clock,
      Duration pinWait,
      Algorithms algorithms,
      MarkRemover marks) {
    this.agent = agent;
    this.certificates = certificates;
    this.permissions = permissions;
    this.clock = clock;
    this.pinWait = pinWait;
    this.algorithms = algorithms;
    this.marks = marks;
  }

  @Override
  public Prepared prepare(Account account, Envelope envelope, Content mail)
      throws IOException, Failure {
    Entity entity = parse(mail);
    Optional<Header> answer = marks.asAnswer(entity.header());
    if (answer.isPresent()) {
      // A keyword behind the mark is a correspondent's, and must not seem to be at the beginning.
      Triggers.in(answer.get(), account.triggers());
    }
    Unmarked unmarked = marks.remove(entity);
    boolean prepared = false;
    try {
      Entity clean = unmarked.copy().isPresent() ? parse(unmarked.mail()) : entity;
      Prepared result = prepare(account, envelope, clean, unmarked);
      prepared = true;
      return result;
    } finally {
      if (!prepared) {
        unmarked.close();
      }
    }
  }

  private Prepared prepare(Account account, Envelope envelope, Entity entity, Unmarked unmarked)
      throws IOException, Failure {
    Triggers triggers = Triggers.in(entity.header(), account.triggers());
    OutgoingHeader header = new OutgoingHeader(triggers.header());
    ExistingProtection existing = ClientProtection.of(entity);
    Instant now = clock.instant();
    Wanted wanted = Rules.wanted(account, envelope.recipients(), triggers.wishes());
    String from = account.address();
    if (isSomeonesWord(wanted, existing)) {
      switch (Identity.of(entity.header(), account)) {
        case Identity.Own(String address) -> from = address;
        case Identity.Resent() ->
            wanted =
                existing == ExistingProtection.NONE ? wanted.unsigned(triggers.wishes()) : wanted;
      }
    }
    AccountCard card = card(account, from, envelope, now);
    if (Planner.signs(wanted, existing)) {
      card.chooseSigner();
    }
    Correspondents correspondents =
        Planner.mayEncrypt(wanted, existing)
            ? new Correspondents(envelope, header, account, card, certificates, now)
            : new Correspondents(envelope, header);
    Optional<Decider> asked = triggers.wishes().decider(Wish.ENCRYPT);
    Permitted permitted =
        Permitted.of(permissions, account, correspondents.recipients(), asked.isPresent(), now);
    if (asked.isPresent() && permitted.wouldBeMoreWithoutTheWish()) {
      wanted = wanted.encryptedBy(asked.get());
    }
    SendPlan plan =
        Planner.plan(
            new PlanRequest(wanted, existing, correspondents.recipients(), permitted.addresses()));
    return switch (plan) {
      case SendPlan.Refuse refuse -> throw refuse.failure();
      case SendPlan.Protect protect -> {
        LOG.debug(WORDS.text("plan", account.address(), protect.words()));
        if (protect.sign() && !Planner.signs(wanted, existing)) {
          card.chooseSigner();
        }
        Copies copies =
            new Copies(account, header, entity, existing, correspondents, card, algorithms, now);
        yield new Prepared(protect, copies.of(protect), unmarked);
      }
    };
  }

  /**
   * Whether it will be taken for what the account's holder wrote, by what we or the client do. The
   * rest is between the client and the real server, as it was without us.
   */
  private static boolean isSomeonesWord(Wanted wanted, ExistingProtection existing) {
    return existing != ExistingProtection.NONE
        || Planner.signs(wanted, existing)
        || Planner.mayEncrypt(wanted, existing);
  }

  @Override
  public void expect(Account account, String recipient) {
    if (account.mayEncrypt(recipient)) {
      certificates.expect(recipient);
    }
  }

  private static Entity parse(Content mail) throws IOException, Failure {
    try {
      return Entity.parse(mail);
    } catch (MimeException e) {
      throw Failure.of(554, "5.6.0", WORDS.phrase("unreadable", e.words()), e);
    }
  }

  private AccountCard card(Account account, String from, Envelope envelope, Instant now) {
    Purpose purpose = Purpose.signMail(from, String.join(", ", envelope.recipients()));
    return new AccountCard(new CardKeys(agent, purpose, new PinWait(pinWait)), account, from, now);
  }
}
