package org.sealpost.card.token;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.ModuleReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PKCS#11 module and the cards in its readers. A thread of its own looks at the slots twice a
 * second: slots shift and readers come and go, so a card is recognised by its serial number alone.
 * A module that cannot be loaded, or that fails, is tried again for as long as the agent runs.
 *
 * <p>Modules offer to wait for slot events (C_WaitForSlotEvent). That is not taken: in OpenSC 0.23
 * it takes two locks the other way round than other calls do, and both stand still for good.
 */
public final class Pkcs11Module implements TokenSource {
  /** Opens the module. */
  interface Loader {
    Cryptoki load() throws IOException, CryptokiException;
  }

  /**
   * A card's stay in a reader. The session lasts no longer than the stay: a card that was exchanged
   * for another, or out for an instant, shows by it without a word to the card. Cards are left in
   * peace between operations: OpenSC 0.23 stands still for good when one is pulled while it asks
   * the card for its PIN's state, which it does whenever it is asked for the token's.
   */
  private record Stay(Pkcs11Token token, Pkcs11Token.Place place, Cryptoki.Session session) {
    boolean lasts() {
      return session.exists();
    }

    void close() {
      session.close();
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Pkcs11Module.class);
  private static final Duration LOOK = Duration.ofMillis(500);

  /** Longer than a PIN takes on a pad, behind which a round waits. */
  private static final Duration HANGS = Duration.ofSeconds(150);

  private static final Duration LAST_ROUND = Duration.ofSeconds(2);

  /** How many rounds pass before an unusable module is tried again. */
  private static final int ROUNDS_UNTIL_RELOAD = 10;

  /** How many failures in a row make the module begin anew. */
  private static final int FAILURES_UNTIL_RESTART = 4;

  private final Path library;
  private final Loader loader;
  private final KnownCards memory;
  private final List<Pkcs11Token> tokens = new CopyOnWriteArrayList<>();
  private volatile Runnable changed = () -> {};
  private volatile ModuleReport report;
  private volatile Optional<Long> roundBegun = Optional.empty();
  private volatile boolean closed;
  private volatile Optional<Thread> watcher = Optional.empty();

  private Optional<Cryptoki> cryptoki = Optional.empty();
  private int round;
  private final Map<Long, Stay> stays = new HashMap<>();
  private int failures;
  private long arrivals;

  /** The module in this shared library. */
  public Pkcs11Module(Path library, KnownCards memory) {
    this(library, () -> NativeCryptoki.load(library), memory);
  }

  Pkcs11Module(Path library, Loader loader, KnownCards memory) {
    this.library = library;
    this.loader = loader;
    this.memory = memory;
    this.report =
        new ModuleReport(library.toString(), ModuleReport.State.FAILING, "", "", List.of());
  }

  @Override
  public void start(Runnable listener) {
    changed = listener;
    for (KnownCards.Card card : memory.seenBy(library)) {
      tokens.add(token(card));
    }
    watcher =
        Optional.of(
            Thread.ofPlatform().daemon().name("watch " + library.getFileName()).start(this::watch));
  }

  /** Of a module that hangs no card can be said to be there. */
  @Override
  public List<Token> tokens() {
    if (hangs()) {
      tokens.forEach(Pkcs11Token::gone);
    }
    return tokens.stream().filter(Pkcs11Token::listed).map(Token.class::cast).toList();
  }

  @Override
  public boolean forget(String id) throws CardException {
    for (Pkcs11Token token : tokens) {
      if (token.id().equals(id) && token.forget()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public List<ModuleReport> modules() {
    if (!hangs()) {
      return List.of(report);
    }
    return List.of(
        new ModuleReport(
            library.toString(),
            ModuleReport.State.FAILING,
            report.description(),
            TokenErrors.text("module.hangs", library),
            List.of()));
  }

  private boolean hangs() {
    return roundBegun.filter(begun -> System.nanoTime() - begun > HANGS.toNanos()).isPresent();
  }

  @Override
  public void close() {
    closed = true;
    tokens.forEach(Pkcs11Token::close);
    watcher.ifPresent(Pkcs11Module::end);
  }

  /** A thread that is in a library when the process unloads it can abort the process. */
  private static void end(Thread watcher) {
    watcher.interrupt();
    try {
      boolean _ = watcher.join(LAST_ROUND);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    while (!closed) {
      roundBegun = Optional.of(System.nanoTime());
      try {
        look();
      } catch (RuntimeException e) {
        LOG.error("looking at the readers of {} failed", library, e);
      }
      roundBegun = Optional.empty();
      round++;
      await();
    }
  }

  /** One round. */
  void look() {
    if (cryptoki.isEmpty() && round % ROUNDS_UNTIL_RELOAD == 0) {
      load();
    }
    if (cryptoki.isEmpty()) {
      return;
    }
    try {
      look(cryptoki.get());
      failures = 0;
    } catch (CryptokiException e) {
      failed(e);
    }
  }

  private void load() {
    try {
      Cryptoki loaded = new SerialCryptoki(loader.load());
      cryptoki = Optional.of(loaded);
      LOG.info("cards are reached through {} ({})", library, loaded.description());
    } catch (IOException e) {
      unusable(ModuleFile.problem(library, e.getMessage()));
    } catch (CryptokiException e) {
      unusable(TokenErrors.text("module.no-start", library, e.getMessage()));
    }
  }

  private void unusable(String problem) {
    if (!report.problem().equals(problem)) {
      LOG.warn("{}", problem);
    }
    report =
        new ModuleReport(library.toString(), ModuleReport.State.UNUSABLE, "", problem, List.of());
  }

  private void look(Cryptoki module) throws CryptokiException {
    Map<Pkcs11Token, Pkcs11Token.Place> found = new HashMap<>();
    List<ModuleReport.Reader> readers = new ArrayList<>();
    for (Cryptoki.SlotState slot : module.slots()) {
      Optional<Pkcs11Token> token = Optional.empty();
      if (slot.tokenPresent()) {
        token = tokenIn(module, slot, found);
      } else {
        forget(slot.id());
      }
      readers.add(
          new ModuleReport.Reader(
              slot.name(), slot.tokenPresent(), token.map(Pkcs11Token::id).orElse("")));
    }
    report =
        new ModuleReport(
            library.toString(), ModuleReport.State.WORKING, module.description(), "", readers);
    tell(found);
  }

  private Optional<Pkcs11Token> tokenIn(
      Cryptoki module, Cryptoki.SlotState slot, Map<Pkcs11Token, Pkcs11Token.Place> found)
      throws CryptokiException {
    Optional<Stay> stay = Optional.ofNullable(stays.get(slot.id())).filter(Stay::lasts);
    if (stay.isEmpty()) {
      forget(slot.id());
      stay = arrival(module, slot);
      stay.ifPresent(fresh -> stays.put(slot.id(), fresh));
    }
    stay.ifPresent(known -> found.putIfAbsent(known.token(), known.place()));
    return stay.map(Stay::token);
  }

  private Optional<Stay> arrival(Cryptoki module, Cryptoki.SlotState slot)
      throws CryptokiException {
    Cryptoki.TokenFacts facts;
    Cryptoki.Session session;
    try {
      session = module.open(slot.id());
      facts = module.token(slot.id());
    } catch (CryptokiException e) {
      if (e.isGone()) {
        return Optional.empty();
      }
      throw e;
    }
    if (facts.serial().isEmpty() && facts.label().isEmpty()) {
      return Optional.empty();
    }
    Pkcs11Token.Place place =
        new Pkcs11Token.Place(module, slot.id(), slot.name(), facts, arrivals++);
    return Optional.of(new Stay(recognized(slot, facts), place, session));
  }

  private void forget(long slot) {
    Optional.ofNullable(stays.remove(slot)).ifPresent(Stay::close);
  }

  private Pkcs11Token recognized(Cryptoki.SlotState slot, Cryptoki.TokenFacts facts) {
    for (Pkcs11Token token : tokens) {
      if (token.is(facts)) {
        return token;
      }
    }
    Pkcs11Token fresh =
        token(
            new KnownCards.Card(
                freeId(facts),
                facts.serial(),
                facts.label(),
                slot.name(),
                library.toString(),
                List.of()));
    tokens.add(fresh);
    return fresh;
  }

  /** The serial number; a card with several PINs shows as several tokens with the same one. */
  private String freeId(Cryptoki.TokenFacts facts) {
    String serial = facts.serial().isEmpty() ? facts.label() : facts.serial();
    boolean taken = tokens.stream().anyMatch(token -> token.id().equals(serial));
    return taken ? serial + "/" + facts.label() : serial;
  }

  private void tell(Map<Pkcs11Token, Pkcs11Token.Place> found) {
    boolean news = false;
    for (Pkcs11Token token : tokens) {
      Optional<Pkcs11Token.Place> place = Optional.ofNullable(found.get(token));
      news |= token.present() != place.isPresent();
      place.ifPresentOrElse(token::here, token::gone);
    }
    if (news) {
      changed.run();
    }
  }

  private void failed(CryptokiException e) {
    failures++;
    LOG.debug("{} failed {} times in a row", library, failures, e);
    report =
        new ModuleReport(
            library.toString(),
            ModuleReport.State.FAILING,
            report.description(),
            TokenErrors.text("module.failing", library, e.getMessage()),
            List.of());
    Set.copyOf(stays.keySet()).forEach(this::forget);
    tell(Map.of());
    if (failures % FAILURES_UNTIL_RESTART == 0) {
      restart();
    }
  }

  private void restart() {
    try {
      cryptoki.orElseThrow().restart();
      LOG.info("{} was begun anew", library);
    } catch (CryptokiException e) {
      LOG.debug("{} cannot be begun anew", library, e);
    }
  }

  private void await() {
    try {
      Thread.sleep(LOOK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  private Pkcs11Token token(KnownCards.Card card) {
    return new Pkcs11Token(memory, card, () -> changed.run());
  }
}
