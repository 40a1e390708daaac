package org.sealpost.card.token;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sealpost.card.api.CardCertificate;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;

/**
 * What is known of one card, in a reader or not: where it was last and which certificates it
 * showed. It outlives the process in {@link KnownCards}, until the user has the card forgotten.
 *
 * <p>Thread-safe. Its lock is taken last: by threads that tell of the card's coming while they hold
 * the token's, and by the card's own thread, which reads, while it holds none.
 */
final class RememberedCard {
  private final KnownCards memory;
  private final Runnable changed;
  private final String id;
  private final String serial;
  private final String label;
  private final String module;

  private volatile String reader;
  private volatile Optional<List<CardCertificate>> certificates;
  private volatile boolean forgotten;

  /**
   * A card.
   *
   * @param known the card as it was seen before, if its certificates are to be believed until it is
   *     read again
   * @param changed is called when certificates were read, without a lock
   */
  RememberedCard(KnownCards memory, KnownCards.Card known, Runnable changed) {
    this.memory = memory;
    this.changed = changed;
    this.id = known.id();
    this.serial = known.serial();
    this.label = known.label();
    this.module = known.module();
    this.reader = known.reader();
    this.certificates =
        known.certificates().isEmpty() ? Optional.empty() : Optional.of(known.certificates());
  }

  String id() {
    return id;
  }

  String label() {
    return label;
  }

  /** Where it is, or was last. */
  String reader() {
    return reader;
  }

  boolean is(Cryptoki.TokenFacts facts) {
    return serial.equals(facts.serial()) && label.equals(facts.label());
  }

  /** Empty if it was never read, or forgotten since. */
  Optional<List<CardCertificate>> certificates() {
    return certificates;
  }

  /** Whether it is one of the user's cards: it is there, or was and is not forgotten. */
  boolean listed() {
    return !forgotten;
  }

  /** It is in a reader, so it is one of the user's cards again. */
  synchronized void seen(String where) {
    forgotten = false;
    reader = where;
  }

  /** What was read from it. A card that was taken out and forgotten meanwhile stays forgotten. */
  void remember(List<CardCertificate> read) {
    if (keep(read)) {
      changed.run();
    }
  }

  private synchronized boolean keep(List<CardCertificate> read) {
    if (forgotten) {
      return false;
    }
    // A card that holds nothing keeps no mail waiting.
    if (!read.isEmpty()) {
      memory.remember(new KnownCards.Card(id, serial, label, reader, module, read));
    }
    certificates = Optional.of(read);
    return true;
  }

  /**
   * To be called only while the card is in no reader, and cannot come back meanwhile.
   *
   * @return whether it was known
   * @throws CardException if it stays known, because that cannot be written
   */
  synchronized boolean forget() throws CardException {
    if (forgotten) {
      return false;
    }
    try {
      memory.forget(id);
    } catch (IOException e) {
      throw TokenErrors.of(
          CardError.TOKEN_FAILED, e, "card.not-forgotten", label, String.valueOf(e.getMessage()));
    }
    forgotten = true;
    certificates = Optional.empty();
    return true;
  }
}
