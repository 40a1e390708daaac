package org.sealpost.card.token;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sealpost.card.api.ModuleReport;

/**
 * Which cards are in a module's readers. Slots shift and readers come and go, so a card is
 * recognised by its serial number alone. The rounds belong to one thread; the rest is safe for use
 * by others.
 */
final class Presence {
  /**
   * A card's stay in a reader. The session lasts no longer than the stay: a card that was exchanged
   * for another, or out for an instant, shows by it without a word to the card. Cards are left in
   * peace between operations: OpenSC 0.23 stands still for good when one is pulled while it asks
   * the card for its PIN's state, which it does whenever it is asked for the token's.
   */
  private final class Stay {
    private final Pkcs11Token token;
    private final Pkcs11Token.Place place;
    private final Cryptoki.Session session;
    private final Optional<ReaderWatch.Sighting> sighting;
    private volatile boolean over;

    Stay(
        Cryptoki module,
        Cryptoki.SlotState slot,
        Cryptoki.TokenFacts facts,
        Cryptoki.Session session,
        Optional<ReaderWatch.Sighting> sighting) {
      this.token = recognized(slot, facts);
      this.place =
          new Pkcs11Token.Place(
              module,
              slot.id(),
              slot.name(),
              facts,
              arrivals++,
              () -> lasts() && !hasLeft(sighting));
      this.session = session;
      this.sighting = sighting;
    }

    boolean lasts() {
      return !over && session.exists();
    }
  }

  private final Path library;
  private final KnownCards memory;
  private final Optional<ReaderWatch> readerWatch;
  private final Runnable changed;
  private final List<Pkcs11Token> tokens = new CopyOnWriteArrayList<>();
  private final Map<Long, Stay> stays = new ConcurrentHashMap<>();
  private Map<Pkcs11Token, Stay> found = Map.of();
  private long arrivals;

  /**
   * @param changed is called when a card came or went, and when certificates were read
   */
  Presence(Path library, KnownCards memory, Optional<ReaderWatch> readerWatch, Runnable changed) {
    this.library = library;
    this.memory = memory;
    this.readerWatch = readerWatch;
    this.changed = changed;
  }

  /** Adds the cards that were seen before this process began. */
  void recall() {
    for (KnownCards.Card card : memory.seenBy(library)) {
      tokens.add(new Pkcs11Token(memory, card, changed));
    }
  }

  /** All that were ever seen. */
  List<Pkcs11Token> tokens() {
    return List.copyOf(tokens);
  }

  /** A round: asks the module for its readers and the cards in them. */
  List<ModuleReport.Reader> find(Cryptoki module) throws CryptokiException {
    found = new HashMap<>();
    List<ModuleReport.Reader> readers = new ArrayList<>();
    for (Cryptoki.SlotState slot : module.slots()) {
      Optional<Stay> stay = Optional.empty();
      if (slot.tokenPresent()) {
        stay = stayIn(module, slot);
      } else {
        forget(slot.id());
      }
      stay.ifPresent(known -> found.putIfAbsent(known.token, known));
      readers.add(
          new ModuleReport.Reader(
              slot.name(), slot.tokenPresent(), stay.map(known -> known.token.id()).orElse("")));
    }
    return readers;
  }

  /** Tells the tokens what the last round has found. */
  void tell() {
    boolean news = false;
    synchronized (this) {
      for (Pkcs11Token token : tokens) {
        // What was found early in a long round can be over at its end.
        Optional<Stay> stay = Optional.ofNullable(found.get(token)).filter(known -> !known.over);
        news |= token.present() != stay.isPresent();
        stay.ifPresentOrElse(known -> token.here(known.place), token::gone);
      }
    }
    if (news) {
      changed.run();
    }
  }

  /** The module has failed: no card of it is there. */
  void lose() {
    Set.copyOf(stays.keySet()).forEach(this::forget);
    found = Map.of();
    tell();
  }

  /**
   * Looks for cards that have left, without the module; for any thread. What has come meanwhile the
   * next round finds.
   */
  void lookAside() {
    boolean news = false;
    for (Stay stay : stays.values()) {
      if (!stay.over && hasLeft(stay.sighting)) {
        news |= end(stay);
      }
    }
    if (news) {
      changed.run();
    }
  }

  /** Whether the card is surely out, or was since. */
  private boolean hasLeft(Optional<ReaderWatch.Sighting> sighting) {
    return readerWatch.isPresent() && sighting.filter(readerWatch.get()::isOver).isPresent();
  }

  /** The session is closed by the next round: now the module would keep this thread waiting. */
  private synchronized boolean end(Stay stay) {
    stay.over = true;
    boolean news = stay.token.present();
    stay.token.gone();
    return news;
  }

  private Optional<Stay> stayIn(Cryptoki module, Cryptoki.SlotState slot) throws CryptokiException {
    Optional<Stay> stay = Optional.ofNullable(stays.get(slot.id())).filter(Stay::lasts);
    if (stay.isEmpty()) {
      forget(slot.id());
      stay = arrival(module, slot);
      stay.ifPresent(fresh -> stays.put(slot.id(), fresh));
    }
    return stay;
  }

  private Optional<Stay> arrival(Cryptoki module, Cryptoki.SlotState slot)
      throws CryptokiException {
    // First: a card that is exchanged from here on is then not taken for the one that stays.
    Optional<ReaderWatch.Sighting> sighting = readerWatch.flatMap(watch -> watch.see(slot.name()));
    try {
      Cryptoki.Session session = module.open(slot.id());
      Optional<Stay> stay = Optional.empty();
      try {
        stay = stay(module, slot, session, sighting);
      } finally {
        if (stay.isEmpty()) {
          session.close();
        }
      }
      return stay;
    } catch (CryptokiException e) {
      if (e.isGone()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Empty for a token without a name, which has yet to be set up. */
  private Optional<Stay> stay(
      Cryptoki module,
      Cryptoki.SlotState slot,
      Cryptoki.Session session,
      Optional<ReaderWatch.Sighting> sighting)
      throws CryptokiException {
    // To ask a card that is being pulled for its PIN's state is what OpenSC may not come back from.
    if (hasLeft(sighting)) {
      return Optional.empty();
    }
    Cryptoki.TokenFacts facts = module.token(slot.id());
    if (facts.serial().isEmpty() && facts.label().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Stay(module, slot, facts, session, sighting));
  }

  private void forget(long slot) {
    Optional.ofNullable(stays.remove(slot)).ifPresent(stay -> stay.session.close());
  }

  private Pkcs11Token recognized(Cryptoki.SlotState slot, Cryptoki.TokenFacts facts) {
    for (Pkcs11Token token : tokens) {
      if (token.is(facts)) {
        return token;
      }
    }
    Pkcs11Token fresh =
        new Pkcs11Token(
            memory,
            new KnownCards.Card(
                freeId(facts),
                facts.serial(),
                facts.label(),
                slot.name(),
                library.toString(),
                List.of()),
            changed);
    tokens.add(fresh);
    return fresh;
  }

  /** The serial number; a card with several PINs shows as several tokens with the same one. */
  private String freeId(Cryptoki.TokenFacts facts) {
    String serial = facts.serial().isEmpty() ? facts.label() : facts.serial();
    boolean taken = tokens.stream().anyMatch(token -> token.id().equals(serial));
    return taken ? serial + "/" + facts.label() : serial;
  }
}
