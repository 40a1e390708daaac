package org.sealpost.card.token;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.ModuleReport;
import org.sealpost.card.api.Told;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PKCS#11 module and the cards in its readers. A thread of its own looks at the slots four times
 * a second. A module that cannot be loaded, or that fails, is tried again for as long as the agent
 * runs.
 *
 * <p>While a card works, the module answers for no other: calls take turns here, and in OpenSC
 * anyhow. A second thread then asks the smart card service whether cards have left.
 *
 * <p>Modules offer to wait for slot events (C_WaitForSlotEvent). That is not taken: in OpenSC 0.23
 * it takes two locks the other way round than other calls do, and both stand still for good.
 */
public final class Pkcs11Module implements TokenSource {
  /** Opens the module. */
  interface Loader {
    Cryptoki load() throws IOException, CryptokiException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Pkcs11Module.class);
  private static final Duration LOOK = Duration.ofMillis(250);

  /** A round that lasts longer waits for a card, or for a module that answers no more. */
  private static final Duration BUSY = Duration.ofMillis(250);

  /** Longer than any library takes to be loaded, which is the first round's beginning. */
  private static final Duration LOAD = Duration.ofSeconds(60);

  /** What was seen before a round that lasts longer is no longer told as if it were so. */
  private static final Duration OLD = Duration.ofSeconds(3);

  private static final Duration LAST_ROUND = Duration.ofSeconds(2);

  /** How many rounds pass before an unusable module is tried again. */
  private static final int ROUNDS_UNTIL_RELOAD = 20;

  /** How many failures in a row make the module begin anew. */
  private static final int FAILURES_UNTIL_RESTART = 4;

  private final Path library;
  private final Loader loader;
  private final Optional<ReaderWatch> readerWatch;
  private final LongSupplier clock;
  private final Presence presence;
  private volatile Runnable changed = () -> {};
  private volatile ModuleReport report;
  private volatile Optional<Long> roundBegun = Optional.empty();
  private volatile boolean closed;
  private volatile List<Thread> watchers = List.of();

  private volatile Optional<SerialCryptoki> cryptoki = Optional.empty();
  private int round;
  private int failures;

  /** The module in this shared library. */
  public Pkcs11Module(Path library, KnownCards memory) {
    this(
        library,
        () -> NativeCryptoki.load(library),
        memory,
        ReaderWatch.ofSystem(),
        System::nanoTime);
  }

  /**
   * @param clock as {@link System#nanoTime}
   */
  Pkcs11Module(
      Path library,
      Loader loader,
      KnownCards memory,
      Optional<ReaderWatch> readerWatch,
      LongSupplier clock) {
    this.clock = clock;
    this.library = library;
    this.loader = loader;
    this.readerWatch = readerWatch;
    this.presence = new Presence(library, memory, readerWatch, () -> changed.run());
    this.report =
        new ModuleReport(
            library.toString(), ModuleReport.State.FAILING, "", Told.NOTHING, List.of());
  }

  @Override
  public void start(Runnable listener) {
    changed = listener;
    presence.recall();
    List<Thread> threads = new ArrayList<>();
    threads.add(start("watch", this::watch));
    if (readerWatch.isPresent()) {
      threads.add(start("readers", this::watchAside));
    }
    watchers = List.copyOf(threads);
  }

  private Thread start(String name, Runnable work) {
    return Thread.ofPlatform()
        .daemon()
        .stackSize(CardThread.MODULE_STACK)
        .name(name + " " + library.getFileName())
        .start(work);
  }

  /** Of a module that hangs no card can be said to be there. */
  @Override
  public List<Token> tokens() {
    if (hangs()) {
      presence.tokens().forEach(Pkcs11Token::gone);
    }
    return presence.tokens().stream().filter(Pkcs11Token::listed).map(Token.class::cast).toList();
  }

  @Override
  public boolean forget(String id) throws CardException {
    for (Pkcs11Token token : presence.tokens()) {
      if (token.id().equals(id)) {
        requireSure(token);
        if (token.forget()) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Mail waits for a card only as long as it is known, so that "absent" has to be more than old.
   */
  private void requireSure(Pkcs11Token token) throws CardException {
    if (hangs()) {
      throw TokenErrors.badRequest("forget.hangs", token.label(), library);
    }
    if (roundLasts(OLD)) {
      throw TokenErrors.badRequest("forget.busy", token.label());
    }
    Optional<ModuleReport.Reader> unknown =
        report.readers().stream()
            .filter(reader -> reader.cardPresent() && reader.tokenId().isEmpty())
            .findFirst();
    if (unknown.isPresent()) {
      throw TokenErrors.badRequest("forget.unknown-card", token.label(), unknown.get().name());
    }
  }

  @Override
  public List<ModuleReport> modules() {
    if (!hangs()) {
      return List.of(roundLasts(OLD) ? busy(report) : report);
    }
    return List.of(
        new ModuleReport(
            library.toString(),
            ModuleReport.State.FAILING,
            report.description(),
            TokenErrors.told("module.hangs", library),
            List.of()));
  }

  private static ModuleReport busy(ModuleReport last) {
    return last.state() == ModuleReport.State.WORKING
        ? new ModuleReport(
            last.path(),
            last.state(),
            last.description(),
            TokenErrors.told("module.busy", last.path()),
            last.readers())
        : last;
  }

  /** A round alone may last: it waits for its turn behind cards that work. */
  @Override
  public boolean hangs() {
    Optional<SerialCryptoki> loaded = cryptoki;
    return loaded.map(SerialCryptoki::hangs).orElseGet(() -> roundLasts(LOAD));
  }

  private boolean roundLasts(Duration time) {
    return roundBegun.filter(begun -> clock.getAsLong() - begun > time.toNanos()).isPresent();
  }

  @Override
  public void close() {
    closed = true;
    presence.tokens().forEach(Pkcs11Token::close);
    watchers.forEach(Thread::interrupt);
    watchers.forEach(Pkcs11Module::end);
    if (watchers.stream().noneMatch(Thread::isAlive)) {
      readerWatch.ifPresent(ReaderWatch::close);
    }
  }

  /** A thread that is in a library when the process unloads it can abort the process. */
  private static void end(Thread watcher) {
    try {
      boolean _ = watcher.join(LAST_ROUND);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    while (!closed) {
      roundBegun = Optional.of(clock.getAsLong());
      try {
        look();
      } catch (RuntimeException e) {
        LOG.error("looking at the readers of {} failed", library, e);
      }
      roundBegun = Optional.empty();
      round++;
      await(LOOK);
    }
  }

  private void watchAside() {
    while (!closed) {
      try {
        if (roundLasts(BUSY)) {
          lookAside();
        }
      } catch (RuntimeException e) {
        LOG.error("asking for the readers of {} failed", library, e);
      }
      await(BUSY);
    }
  }

  /** What can be told of the cards while the module is busy. */
  void lookAside() {
    presence.lookAside();
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
      SerialCryptoki loaded = new SerialCryptoki(loader.load(), clock);
      cryptoki = Optional.of(loaded);
      LOG.info("cards are reached through {} ({})", library, loaded.description());
    } catch (IOException e) {
      unusable(ModuleFile.problem(library, e.getMessage()));
    } catch (CryptokiException e) {
      unusable(TokenErrors.told("module.no-start", library, e.getMessage()));
    }
  }

  private void unusable(Told problem) {
    if (!report.problem().equals(problem.english())) {
      LOG.warn("{}", problem.english());
    }
    report =
        new ModuleReport(library.toString(), ModuleReport.State.UNUSABLE, "", problem, List.of());
  }

  private void look(Cryptoki module) throws CryptokiException {
    // In one turn: a card that is put in waits for one operation of another's, not for several.
    List<ModuleReport.Reader> readers = module.inOneTurn(() -> presence.find(module));
    report =
        new ModuleReport(
            library.toString(),
            ModuleReport.State.WORKING,
            module.description(),
            Told.NOTHING,
            readers);
    presence.tell();
  }

  private void failed(CryptokiException e) {
    failures++;
    LOG.debug("{} failed {} times in a row", library, failures, e);
    report =
        new ModuleReport(
            library.toString(),
            ModuleReport.State.FAILING,
            report.description(),
            TokenErrors.told("module.failing", library, e.getMessage()),
            List.of());
    presence.lose();
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

  private void await(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }
}
