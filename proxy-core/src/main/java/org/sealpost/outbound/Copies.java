package org.sealpost.outbound;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;
import org.sealpost.mime.Entity;
import org.sealpost.policy.Account;
import org.sealpost.policy.ExistingProtection;
import org.sealpost.policy.SendPlan;
import org.sealpost.smime.Algorithms;
import org.sealpost.smime.Reader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes of one mail what its plan says, one delivery for each copy. All copies share the one
 * signature; each that is encrypted has a content key of its own.
 */
record Copies(
    Account account,
    OutgoingHeader header,
    Entity entity,
    ExistingProtection existing,
    Correspondents correspondents,
    AccountCard card,
    Algorithms algorithms,
    Instant now) {
  private static final Logger LOG = LoggerFactory.getLogger(Copies.class);
  private static final Words WORDS = Words.beside(Copies.class);

  List<Delivery> of(SendPlan.Protect plan) throws IOException, Failure {
    List<Delivery> deliveries = new ArrayList<>();
    if (!plan.sign() && !plan.encrypt()) {
      for (SendPlan.Copy copy : plan.copies()) {
        deliveries.add(unprotected(copy));
      }
      return deliveries;
    }
    boolean byUs = existing == ExistingProtection.NONE;
    Protection protection =
        byUs
            ? Protection.of(
                header, entity, card.unlockedSigner(), account.signature(), now, algorithms)
            : Protection.asItIs(header, entity);
    if (plan.encrypt()) {
      card.encryptionObstacle()
          .ifPresent(why -> LOG.warn(WORDS.text("own-copy", account.address(), why)));
    }
    for (SendPlan.Copy copy : plan.copies()) {
      if (copy.encrypt()) {
        deliveries.add(encrypted(protection, spellings(copy)));
      } else {
        deliveries.add(byUs ? protection.clear(spellings(copy)) : unprotected(copy));
      }
    }
    return deliveries;
  }

  private Delivery encrypted(Protection protection, List<String> to) throws Failure {
    List<Reader> readers = new ArrayList<>(correspondents.readers(to));
    // Also to the sender, who could not read the copy in the client's own folder otherwise.
    card.encryptionCertificate().map(Reader::ourselves).ifPresent(readers::add);
    return protection.encrypted(to, readers, algorithms);
  }

  private List<String> spellings(SendPlan.Copy copy) {
    return correspondents.spellings(copy.recipients());
  }

  /** As the client made it. */
  private Delivery unprotected(SendPlan.Copy copy) throws IOException {
    VerbatimMail mail = VerbatimMail.of(entity.header(), entity.content(), header.asItIs());
    return new Delivery(spellings(copy), mail, mail.size(), mail.hasEightBit());
  }
}
