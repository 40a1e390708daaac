package org.sealpost.card.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.Words;
import org.sealpost.card.token.Pkcs12Token;
import org.sealpost.card.token.Token;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tokens that the agent serves, in the order of the configuration. Safe for many threads. */
final class TokenSlots {
  private static final Logger LOG = LoggerFactory.getLogger(TokenSlots.class);

  private final Map<String, TokenSlot> slots = new LinkedHashMap<>();
  private final List<Consumer<TokenInfo>> listeners = new CopyOnWriteArrayList<>();
  private final Words words = Words.beside(TokenSlots.class);

  TokenSlots(List<Token> tokens, PinDesk desk, Duration idle, InstantSource clock) {
    for (Token token : tokens) {
      slots.putIfAbsent(token.id(), new TokenSlot(token, desk, idle, clock, this::changed));
    }
  }

  /** With the configured tokens. */
  static TokenSlots of(AgentSettings settings, PinDesk desk) {
    List<Token> tokens = new ArrayList<>();
    for (Path file : settings.pkcs12()) {
      tokens.add(new Pkcs12Token(file));
    }
    tokens.forEach(TokenSlots::warnIfOfNoUse);
    return new TokenSlots(tokens, desk, settings.pinIdle(), InstantSource.system());
  }

  /** A slip in the configuration is seen at the start, not when the first mail needs the card. */
  private static void warnIfOfNoUse(Token token) {
    try {
      token.checkBeforeLogin();
    } catch (CardException e) {
      LOG.warn(e.getMessage());
    }
  }

  /** All that are configured, also those that are not there or never were. */
  List<TokenInfo> all() throws CardException {
    List<TokenInfo> all = new ArrayList<>();
    for (TokenSlot slot : slots.values()) {
      all.add(slot.info());
    }
    return all;
  }

  /** The one with this id, present or not. */
  TokenSlot slot(String id) throws CardException {
    return Optional.ofNullable(slots.get(id))
        .orElseThrow(() -> new CardException(CardError.TOKEN_ABSENT, words.text("slots.unknown")));
  }

  /** Ends every session. */
  void lock() throws CardException {
    for (TokenSlot slot : slots.values()) {
      slot.lock();
    }
  }

  /** Notices what happened to the tokens and ends idle sessions. */
  void look() {
    slots.values().forEach(TokenSlot::look);
  }

  /** Adds a listener; it is called with a slot's lock held and must return at once. */
  void onChange(Consumer<TokenInfo> listener) {
    listeners.add(listener);
  }

  private void changed(TokenInfo token) {
    listeners.forEach(listener -> listener.accept(token));
  }
}
