package org.sealpost.card.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.ModuleReport;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.Words;
import org.sealpost.card.token.Token;
import org.sealpost.card.token.TokenSource;

/**
 * The tokens that the agent serves, each source's in its order; one that came once stays until it
 * is forgotten. Two sources may see the same card: the first one's token serves. Safe for many
 * threads.
 */
final class TokenSlots implements AutoCloseable {
  private final Set<TokenSource> started = new LinkedHashSet<>();
  private final Function<Token, TokenSlot> slotOf;
  private final Map<String, TokenSlot> slots = new LinkedHashMap<>();
  private final List<Consumer<TokenInfo>> listeners = new CopyOnWriteArrayList<>();
  private final Words words = Words.beside(TokenSlots.class);
  private volatile List<TokenSource> sources;
  private volatile Duration idle;

  /** Makes the slot of a token; the listener hears what becomes of it. */
  interface SlotFactory {
    TokenSlot slot(Token token, Supplier<Duration> idle, Consumer<TokenInfo> changed);
  }

  /**
   * @param idle a session ends after this time without use
   */
  TokenSlots(List<TokenSource> sources, Duration idle, SlotFactory factory) {
    this.sources = List.copyOf(sources);
    this.idle = idle;
    this.slotOf = token -> factory.slot(token, () -> this.idle, this::changed);
  }

  /** Begins to watch the sources. */
  void start() {
    watch();
  }

  /**
   * Serves the tokens of these sources from now on. One that is left out is not closed: it may be
   * named again, and its tokens' guards know the wrong PINs that they were given.
   */
  void use(List<TokenSource> named, Duration sessionsLast) {
    lock();
    idle = sessionsLast;
    sources = List.copyOf(named);
    watch();
  }

  private void watch() {
    synchronized (started) {
      for (TokenSource source : sources) {
        if (started.add(source)) {
          source.start(this::look);
        }
      }
    }
  }

  /** All that are known, also those that are not there or never were. */
  List<TokenInfo> all() throws CardException {
    List<TokenInfo> all = new ArrayList<>();
    for (TokenSlot slot : slots()) {
      all.add(slot.info());
    }
    return all;
  }

  /** The one with this id, present or not. */
  TokenSlot slot(String id) throws CardException {
    return find(id)
        .orElseThrow(() -> new CardException(CardError.TOKEN_ABSENT, words.told("slots.unknown")));
  }

  /**
   * Forgets a card that is in no reader. Its slot is put aside and not dropped: should the card
   * come again in this process' life, it meets the same guard, which knows the wrong PINs it was
   * given.
   *
   * @throws CardException as {@link org.sealpost.card.api.CardAgent#forget}
   */
  void forget(String id) throws CardException {
    TokenSlot slot =
        find(id)
            .orElseThrow(
                () -> new CardException(CardError.TOKEN_ABSENT, words.told("forget.unknown", id)));
    refuse(id, Token::present, "forget.present");
    for (TokenSource source : sources) {
      boolean _ = source.forget(id);
    }
    refuse(id, Token::present, "forget.present");
    refuse(id, _ -> true, "forget.configured");
    // Has the slot notice, which tells the listeners, and takes away a prompt that is still up.
    slot.lock();
  }

  /** How the modules behind the tokens are; the tokens are looked at anew for it. */
  List<ModuleReport> modules() throws CardException {
    for (TokenSlot slot : slots()) {
      slot.refresh();
    }
    return sources.stream().flatMap(source -> source.modules().stream()).toList();
  }

  /** Whether some of the tokens are behind a module that has stopped answering for good. */
  boolean hang() {
    return sources.stream().anyMatch(TokenSource::hangs);
  }

  /** Ends every session, each as soon as its token is not at work; never blocks on a token. */
  void lock() {
    slots().forEach(TokenSlot::lock);
  }

  /** Notices what happened to the tokens and ends idle sessions. */
  void look() {
    slots().forEach(TokenSlot::look);
  }

  /** Adds a listener; it is called with a slot's lock held and must return at once. */
  void onChange(Consumer<TokenInfo> listener) {
    listeners.add(listener);
  }

  /** Ends every session and stops watching. */
  @Override
  public void close() {
    lock();
    synchronized (started) {
      started.forEach(TokenSource::close);
    }
  }

  private void refuse(String id, Predicate<Token> reason, String wording) throws CardException {
    Optional<Token> hindrance =
        tokens().filter(token -> token.id().equals(id)).filter(reason).findFirst();
    if (hindrance.isPresent()) {
      throw new CardException(
          CardError.BAD_REQUEST,
          words.told(wording, hindrance.get().label(), hindrance.get().reader()));
    }
  }

  private Optional<TokenSlot> find(String id) {
    return slots().stream().filter(slot -> slot.id().equals(id)).findFirst();
  }

  private Collection<TokenSlot> slots() {
    synchronized (slots) {
      Set<String> listed = new HashSet<>();
      tokens()
          .forEach(
              token -> {
                listed.add(token.id());
                TokenSlot _ = slots.computeIfAbsent(token.id(), _ -> slotOf.apply(token));
              });
      return slots.values().stream().filter(slot -> listed.contains(slot.id())).toList();
    }
  }

  private Stream<Token> tokens() {
    return sources.stream().flatMap(source -> source.tokens().stream());
  }

  private void changed(TokenInfo token) {
    listeners.forEach(listener -> listener.accept(token));
  }
}
