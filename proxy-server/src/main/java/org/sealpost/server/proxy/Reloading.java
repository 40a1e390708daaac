package org.sealpost.server.proxy;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.sealpost.card.api.ServiceManager;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Telling;
import org.sealpost.failure.Words;
import org.sealpost.server.ExposedSecrets;
import org.sealpost.server.Reload;
import org.sealpost.server.Settings;
import org.sealpost.server.SettingsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a running proxy use its configuration as it is now, without letting go of a listening socket.
 * All parts are made before the first is used, so that one that cannot be used changes nothing;
 * once the new ones are in use, no failure makes that unsaid. Thread-safe.
 */
final class Reloading {
  private static final Logger LOG = LoggerFactory.getLogger(Reloading.class);
  private static final Words WORDS = Words.beside(Reloading.class);

  private final ConfigurationSource source;
  private final Lasting lasting;
  private final Generations<Generation> generations;
  private final ServiceManager manager;
  private final Consumer<Generation> preparation;
  private volatile Optional<Reload> last = Optional.empty();

  /**
   * @param preparation makes what else belongs to a generation before it is used
   */
  Reloading(
      ConfigurationSource source,
      Lasting lasting,
      Generations<Generation> generations,
      ServiceManager manager,
      Consumer<Generation> preparation) {
    this.source = source;
    this.lasting = lasting;
    this.generations = generations;
    this.manager = manager;
    this.preparation = preparation;
  }

  /** Reads it. */
  synchronized Reload run() {
    manager.reloading();
    Reload reload = attempt();
    last = Optional.of(reload);
    if (reload.used()) {
      LOG.info(
          "the configuration was read anew; only the next start changes: {}", reload.nextStart());
    } else {
      LOG.error(
          "the configuration cannot be used, and the old one is kept: {}",
          reload.problems().stream().map(Phrase::english).collect(Collectors.joining(" ")));
    }
    manager.ready(told(reload).in(generations.current().settings().language()));
    return reload;
  }

  /** What came of the last time, if there was one. */
  Optional<Reload> last() {
    return last;
  }

  private Reload attempt() {
    Settings running = generations.current().settings();
    try {
      Settings read = source.load();
      if (LastingSettings.switchesProtocols(running, read)) {
        return refused(List.of(WORDS.phrase("reload.protocols")));
      }
      List<String> nextStart = LastingSettings.changed(running, read);
      Generation next = made(LastingSettings.kept(running, read));
      boolean wholly = generations.replaceBy(next);
      List<Phrase> problems = wholly ? List.of() : List.of(WORDS.phrase("reload.half"));
      return new Reload(now(), true, problems, nextStart);
    } catch (SettingsException e) {
      return refused(e.problems());
    } catch (IOException e) {
      return refused(List.of(Telling.of(e)));
    } catch (RuntimeException e) {
      LOG.error("the configuration could not be read anew by a fault of ours", e);
      return refused(List.of(WORDS.phrase("reload.fault")));
    }
  }

  private Generation made(Settings settings) throws SettingsException, IOException {
    Generation next = Generation.of(Generation.Basis.of(settings), lasting);
    try {
      preparation.accept(next);
      settings.warnings().forEach(it -> LOG.warn(it.english()));
      warnOfSecrets(settings);
      return next;
    } catch (RuntimeException e) {
      next.close();
      throw e;
    }
  }

  /** Tells the log of secrets that others can read. Its files may have changed meanwhile. */
  static void warnOfSecrets(Settings settings) {
    try {
      ExposedSecrets.in(settings.files()).warnings().forEach(it -> LOG.warn(it.english()));
    } catch (SettingsException e) {
      LOG.warn("the configuration changed while it was read: {}", e.getMessage());
    }
  }

  private Reload refused(List<Phrase> problems) {
    return new Reload(now(), false, problems, List.of());
  }

  private Instant now() {
    return lasting.clock().instant();
  }

  private static Phrase told(Reload reload) {
    if (!reload.used()) {
      return WORDS.phrase("reload.refused", reload.problems().getFirst());
    }
    if (!reload.problems().isEmpty()) {
      return reload.problems().getFirst();
    }
    return reload.nextStart().isEmpty()
        ? WORDS.phrase("reload.used")
        : WORDS.phrase("reload.in-part", String.join(", ", reload.nextStart()));
  }
}
