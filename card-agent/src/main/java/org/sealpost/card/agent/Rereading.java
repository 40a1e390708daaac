package org.sealpost.card.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sealpost.card.api.ServiceManager;
import org.sealpost.card.api.Words;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a running agent use its configuration as it is now. One that cannot be used changes nothing;
 * what cannot change while the agent runs waits for its next start, and is named. Thread-safe.
 */
final class Rereading {
  private static final Logger LOG = LoggerFactory.getLogger(Rereading.class);

  private final Words words = Words.beside(Rereading.class);
  private final AgentSettings.Source source;
  private final ConfiguredSources sources;
  private final TokenSlots slots;
  private final PinDesk desk;
  private final ServiceManager manager;
  private final AgentSettings begunWith;
  private volatile AgentSettings settings;

  Rereading(
      AgentSettings settings,
      AgentSettings.Source source,
      ConfiguredSources sources,
      TokenSlots slots,
      PinDesk desk,
      ServiceManager manager) {
    this.begunWith = settings;
    this.settings = settings;
    this.source = source;
    this.sources = sources;
    this.slots = slots;
    this.desk = desk;
    this.manager = manager;
  }

  /** Reads it. */
  synchronized void run() {
    manager.reloading();
    Locale language = settings.language();
    AgentSettings next;
    try {
      next = source.read();
    } catch (AgentSettings.UnusableException e) {
      LOG.error("the configuration cannot be used, and the old one is kept: {}", e.getMessage());
      manager.ready(words.told("reread.refused", e.told()).in(language));
      return;
    } catch (RuntimeException e) {
      LOG.error("the configuration could not be read anew by a fault of ours", e);
      manager.ready(words.told("reread.refused", words.told("reread.fault")).in(language));
      return;
    }
    settings = next;
    slots.use(sources.with(next.pkcs12()), next.pinIdle());
    desk.use(next);
    List<String> waiting = atNextStart(next);
    LOG.info("the configuration was read anew; only the next start changes: {}", waiting);
    manager.ready(
        (waiting.isEmpty()
                ? words.told("reread.used")
                : words.told("reread.in-part", String.join(", ", waiting)))
            .in(next.language()));
  }

  private List<String> atNextStart(AgentSettings next) {
    List<String> changed = new ArrayList<>();
    if (!next.socket().equals(begunWith.socket())) {
      changed.add("sealpost.runtime-dir");
    }
    if (!next.cards().equals(begunWith.cards())) {
      changed.add("sealpost.state-dir");
    }
    if (!next.modules().equals(begunWith.modules())) {
      changed.add("sealpost.card-agent.module");
    }
    if (next.pinTries() != begunWith.pinTries()) {
      changed.add("sealpost.card-agent.pin-tries");
    }
    return changed;
  }
}
