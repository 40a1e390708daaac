package org.sealpost.card.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the card-agent runs with. The agent reads no configuration itself: whoever starts it has
 * read and checked one, so that there is one reader and one set of errors.
 *
 * @param socket where it listens; the folder is made with mode 0700
 * @param pkcs12 the PKCS#12 files that serve as cards; they need not exist yet
 * @param pinIdle a PIN session ends after this time without use
 * @param pinPrompt the ways to ask for the PIN, the preferred one first
 * @param pinentry the pinentry program, a path or a name on the PATH; empty to look for one
 */
public record AgentSettings(
    Path socket,
    List<Path> pkcs12,
    Duration pinIdle,
    List<PromptKind> pinPrompt,
    Optional<String> pinentry) {
  /** A way to ask for the PIN. */
  public enum PromptKind {
    PINENTRY,
    TERMINAL
  }

  public AgentSettings {
    if (!pinIdle.isPositive()) {
      throw new IllegalArgumentException("pinIdle must be positive");
    }
    pkcs12 = List.copyOf(pkcs12);
    pinPrompt = List.copyOf(pinPrompt);
  }
}
