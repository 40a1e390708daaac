package org.sealpost.server.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.sealpost.journal.SentMails;
import org.sealpost.server.Reload;
import org.sealpost.server.console.Console;
import org.sealpost.server.console.ConsoleParts;
import org.sealpost.server.console.Monitoring;

/**
 * The console, where there is one: each request works with the generation that was in use when it
 * came. Thread-safe.
 */
final class Pages {
  private final Lasting lasting;
  private final Generations<Generation> generations;
  private final SequencedMap<String, InetSocketAddress> listeners;
  private final SentMails sentMails;
  private final Monitoring monitoring;
  private final UnaryOperator<List<String>> sealpost;
  private volatile Supplier<Optional<Reload>> lastReload = Optional::empty;
  private volatile Optional<Console> console = Optional.empty();

  Pages(
      Lasting lasting,
      Generations<Generation> generations,
      SequencedMap<String, InetSocketAddress> listeners,
      SentMails sentMails,
      Monitoring monitoring,
      UnaryOperator<List<String>> sealpost) {
    this.lasting = lasting;
    this.generations = generations;
    this.listeners = listeners;
    this.sentMails = sentMails;
    this.monitoring = monitoring;
    this.sealpost = sealpost;
  }

  /** Opens it; once. */
  Console open(InetSocketAddress address, Supplier<Optional<Reload>> reloads) throws IOException {
    lastReload = reloads;
    Generation first = generations.current();
    Console opened = Console.start(address, parts(first));
    first.shownBy(opened.pages(parts(first)));
    opened.show(() -> generations.lend(Generation::pages));
    console = Optional.of(opened);
    return opened;
  }

  /** Makes the pages of a generation that is about to be used. */
  void prepare(Generation next) {
    console.ifPresent(it -> next.shownBy(it.pages(parts(next))));
  }

  /** A link that opens it once; empty where it is switched off. */
  Optional<String> newLink() {
    return console.map(Console::newLink);
  }

  private ConsoleParts parts(Generation generation) {
    return new ConsoleParts(
        generation.settings(),
        listeners,
        lasting.store(),
        lasting.card(),
        generation.judging(),
        generation.trust(),
        generation.book(),
        generation.permissions(),
        sentMails,
        lasting.history(),
        lasting.spools(),
        lasting.events(),
        monitoring,
        sealpost,
        lasting.clock(),
        lastReload);
  }
}
