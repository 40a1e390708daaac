package org.sealpost.server.setup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sealpost.failure.Words;
import org.sealpost.server.account.Upstream;
import org.sealpost.server.setup.find.Candidate;
import org.sealpost.server.setup.find.MailProtocol;
import org.sealpost.server.setup.find.MailServer;
import org.sealpost.server.setup.find.Mailbox;
import org.sealpost.server.setup.find.ServerSearch;
import org.sealpost.server.setup.find.ServerSearch.Source;
import org.sealpost.server.setup.find.Trial;
import org.sealpost.server.setup.find.Trials;

/** Comes to the real servers of an account: searched for, tried, and agreed on. For one thread. */
final class ServerChoice {
  private static final Words WORDS = Words.beside(ServerChoice.class);

  private final SetupParts parts;
  private final Wishes wishes;
  private final Dialogue dialogue;
  private final List<Path> trusted;
  private final Map<MailProtocol, Candidate> chosen = new EnumMap<>(MailProtocol.class);
  private final List<Candidate> refused = new ArrayList<>();

  /**
   * Nothing is chosen yet.
   *
   * @param trusted files with certificates for TLS instead of the system's
   */
  ServerChoice(SetupParts parts, Wishes wishes, Dialogue dialogue, List<Path> trusted) {
    this.parts = parts;
    this.wishes = wishes;
    this.dialogue = dialogue;
    this.trusted = List.copyOf(trusted);
  }

  /**
   * Chooses a server for each of the protocols that is not kept.
   *
   * @param kept those of an account that is there
   * @return the servers that are new
   */
  Map<MailProtocol, Candidate> choose(Mailbox mailbox, Map<MailProtocol, MailServer> kept)
      throws IOException, InterruptedException, SetupFailed, MissingAnswers {
    try (Trials trials = new Trials(trusted, parts.patience())) {
      Map<MailProtocol, MailServer> wished = wished();
      Set<MailProtocol> open = EnumSet.allOf(MailProtocol.class);
      open.removeAll(wished.keySet());
      open.removeAll(kept.keySet());
      search(mailbox, EnumSet.copyOf(open), trials);
      if (!dialogue.asks()) {
        requireAnswers(open, wished.values());
      }
      NamedServers named = new NamedServers(wishes, dialogue, trials);
      for (MailProtocol protocol : open) {
        agree(protocol, named);
      }
      for (MailServer server : wished.values()) {
        chosen.put(server.protocol(), named.accept(List.of(server)));
      }
      return Collections.unmodifiableMap(new EnumMap<>(chosen));
    }
  }

  private Map<MailProtocol, MailServer> wished() {
    Map<MailProtocol, MailServer> wished = new EnumMap<>(MailProtocol.class);
    wishes.smtp().ifPresent(server -> wished.put(MailProtocol.SMTP, server));
    wishes.pop3().ifPresent(server -> wished.put(MailProtocol.POP3, server));
    return wished;
  }

  private void search(Mailbox mailbox, Set<MailProtocol> open, Trials trials)
      throws IOException, InterruptedException {
    if (open.isEmpty()) {
      return;
    }
    dialogue.tell(WORDS.phrase("servers.searching", mailbox.domain()));
    ServerSearch search = new ServerSearch(mailbox, parts.fetcher(), parts.dns());
    boolean collection = wishes.collection().orElse(false);
    for (Source source : Source.values()) {
      if (source == Source.COLLECTION && wishes.collection().isEmpty() && dialogue.asks()) {
        collection = dialogue.confirm(WORDS.phrase("ask.collection", mailbox.domain()), false);
      }
      List<Candidate> found = new ArrayList<>();
      for (ServerSearch.Answer answer : search.ask(source, collection)) {
        dialogue.detail(WORDS.phrase("source.answer", answer.place(), answer.outcome()));
        found.addAll(answer.candidates());
      }
      found.removeIf(candidate -> !open.contains(candidate.server().protocol()));
      take(found, open, trials);
      if (open.isEmpty()) {
        return;
      }
    }
    if (chosen.isEmpty() && !parts.dns().answers(mailbox)) {
      dialogue.tell(WORDS.phrase("servers.no-network"));
    }
  }

  /**
   * The first of each protocol that works with TLS; one that takes passwords before one of none.
   */
  private void take(List<Candidate> found, Set<MailProtocol> open, Trials trials)
      throws InterruptedException {
    List<Candidate> safe =
        found.stream()
            .filter(candidate -> candidate.server().tls() != Upstream.Mode.NONE)
            .distinct()
            .sorted(Comparator.comparing(Candidate::oauthOnly))
            .toList();
    found.stream().filter(candidate -> !safe.contains(candidate)).forEach(refused::add);
    List<Trial> outcomes = trials.of(safe.stream().map(Candidate::server).toList());
    for (int i = 0; i < safe.size(); i++) {
      dialogue.detail(NamedServers.told(outcomes.get(i)));
      if (outcomes.get(i) instanceof Trial.Works && open.remove(safe.get(i).server().protocol())) {
        chosen.put(safe.get(i).server().protocol(), safe.get(i));
      }
    }
  }

  /** Whatever a person would have to be asked, all at once. */
  private void requireAnswers(Set<MailProtocol> open, Collection<MailServer> wished)
      throws MissingAnswers {
    List<String> missing = new ArrayList<>();
    for (MailProtocol protocol : open) {
      Optional<Candidate> found = Optional.ofNullable(chosen.get(protocol));
      if (found.isEmpty()) {
        dialogue.tell(
            plainTextFound(protocol)
                .map(it -> WORDS.phrase("servers.plain-only", it.shown()))
                .orElseGet(() -> WORDS.phrase("servers.none." + protocol.name())));
        missing.add(option(protocol));
      } else if (!found.get().vouched()) {
        tellFound(found.get());
        missing.add(option(protocol));
      }
    }
    boolean clear = wished.stream().anyMatch(it -> it.tls() == Upstream.Mode.NONE);
    if (clear && !wishes.plainText()) {
      missing.add("--allow-plain-text");
    }
    if (!missing.isEmpty()) {
      throw new MissingAnswers(missing);
    }
  }

  private static String option(MailProtocol protocol) {
    return protocol == MailProtocol.SMTP ? "--smtp" : "--pop3";
  }

  /** What was found is told and asked for; what was not found has to be said. */
  private void agree(MailProtocol protocol, NamedServers named)
      throws IOException, InterruptedException, SetupFailed {
    Optional<Candidate> found = Optional.ofNullable(chosen.get(protocol));
    found.ifPresent(this::tellFound);
    if (!dialogue.asks()) {
      return;
    }
    if (found.isPresent()
        && dialogue.confirm(
            WORDS.phrase("ask.use", found.get().server().shown()), found.get().vouched())) {
      return;
    }
    chosen.remove(protocol);
    if (found.isEmpty()) {
      dialogue.tell(WORDS.phrase("servers.none." + protocol.name()));
    }
    chosen.put(protocol, named.ask(protocol, plainTextFound(protocol)));
  }

  private void tellFound(Candidate found) {
    MailServer server = found.server();
    dialogue.tell(WORDS.phrase("servers.found." + server.protocol().name(), server.shown()));
    if (!found.vouched()) {
      dialogue.tell(WORDS.phrase("servers.not-vouched", server.host()));
    }
    if (found.oauthOnly()) {
      dialogue.tell(WORDS.phrase("servers.oauth-only", server.host()));
    }
  }

  private Optional<MailServer> plainTextFound(MailProtocol protocol) {
    return refused.stream()
        .map(Candidate::server)
        .filter(server -> server.protocol() == protocol)
        .findFirst();
  }
}
