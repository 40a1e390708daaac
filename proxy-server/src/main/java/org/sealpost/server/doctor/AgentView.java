package org.sealpost.server.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.ModuleReport;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Phrase;
import org.sealpost.keys.CardKeys;
import org.sealpost.keys.HeldKey;
import org.sealpost.keys.PinWait;

/**
 * What the card-agent tells without a PIN.
 *
 * @param problem why it tells nothing, in sentences
 * @param keys of all tokens whose certificates are known
 */
record AgentView(
    Optional<Phrase> problem,
    List<ModuleReport> modules,
    List<TokenInfo> tokens,
    List<HeldKey> keys) {
  AgentView {
    modules = List.copyOf(modules);
    tokens = List.copyOf(tokens);
    keys = List.copyOf(keys);
  }

  static AgentView of(CardAgent agent) {
    try {
      List<ModuleReport> modules = agent.modules();
      List<TokenInfo> tokens = agent.tokens();
      CardKeys keys = new CardKeys(agent, Purpose.unlock(""), new PinWait(Duration.ZERO));
      return new AgentView(Optional.empty(), modules, tokens, keys.known());
    } catch (CardException e) {
      return silent(new Phrase.Told(e.told().english(), e.told().in(Phrase.TAIWAN)));
    } catch (Failure e) {
      return silent(e.words());
    }
  }

  private static AgentView silent(Phrase problem) {
    return new AgentView(Optional.of(problem), List.of(), List.of(), List.of());
  }

  /** The tokens that are there and work, whether a PIN is needed or not. */
  List<TokenInfo> usable() {
    return tokens.stream()
        .filter(
            token ->
                switch (token.state()) {
                  case LOCKED, UNLOCKED, BLOCKED -> true;
                  case FAILED, ABSENT -> false;
                })
        .toList();
  }

  /** Whether some usable token's certificates will be known only after an unlock. */
  boolean hasUnknownCertificates() {
    return usable().stream().anyMatch(token -> !token.certificatesKnown());
  }

  /** The readers with a card, by the service's word, in which no module knows a token. */
  List<String> unclaimed(CardService service) {
    boolean asked = modules.stream().anyMatch(module -> module.state() != ModuleReport.State.NONE);
    if (!asked || !(service instanceof CardService.Running running)) {
      return List.of();
    }
    return running.readers().stream()
        .filter(reader -> !(reader.content() instanceof CardService.Content.Nothing))
        .map(CardService.Reader::name)
        .filter(name -> !isClaimed(name))
        .toList();
  }

  /** A module may cut a reader's name short (CK_SLOT_INFO, PKCS#11 v2.40 section 3.3). */
  private boolean isClaimed(String reader) {
    return modules.stream()
        .flatMap(module -> module.readers().stream())
        .filter(known -> !known.tokenId().isEmpty() && !known.name().isEmpty())
        .anyMatch(known -> reader.startsWith(known.name()));
  }

  /** Whether a card works that is in a module's reader. */
  boolean hasCardInModule() {
    return modules.stream()
        .flatMap(module -> module.readers().stream())
        .anyMatch(
            reader -> usable().stream().anyMatch(token -> token.id().equals(reader.tokenId())));
  }
}
