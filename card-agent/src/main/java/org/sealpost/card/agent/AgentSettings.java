package org.sealpost.card.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealpost.card.api.Told;

/**
 * What the card-agent runs with. The agent reads no configuration itself: whoever starts it has
 * read and checked one, so that there is one reader and one set of errors.
 *
 * @param socket where it listens; the folder is made with mode 0700
 * @param cards the folder where it keeps what it knows of cards, and counts wrong PINs; made with
 *     mode 0700
 * @param modules the PKCS#11 modules; empty to look for one that is installed
 * @param pkcs12 the PKCS#12 files that serve as cards; they need not exist yet
 * @param pinTries how many wrong PINs lock a card that does not tell; at least 1
 * @param pinIdle a PIN session ends after this time without use
 * @param pinPrompt the ways to ask for the PIN, the preferred one first
 * @param pinentry the pinentry program, a path or a name on the PATH; empty to look for one
 * @param language of the prompts, and of what it says where it cannot start; English for all but
 *     Traditional Chinese
 */
public record AgentSettings(
    Path socket,
    Path cards,
    Optional<List<Path>> modules,
    List<Path> pkcs12,
    int pinTries,
    Duration pinIdle,
    List<PromptKind> pinPrompt,
    Optional<String> pinentry,
    Locale language) {
  /** A way to ask for the PIN. */
  public enum PromptKind {
    PINENTRY,
    DIALOG,
    TERMINAL
  }

  /** Reads the configuration as it is now. */
  @FunctionalInterface
  public interface Source {
    /**
     * What it says.
     *
     * @throws UnusableException if it cannot be used
     */
    AgentSettings read() throws UnusableException;
  }

  /** A configuration that cannot be used; what is told says why and what to do. */
  public static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Told told;

    public UnusableException(Told told, Throwable cause) {
      super(told.english(), cause);
      this.told = told;
    }

    /** Why, and what to do. */
    public Told told() {
      return told;
    }
  }

  public AgentSettings {
    if (!pinIdle.isPositive()) {
      throw new IllegalArgumentException("pinIdle must be positive");
    }
    if (pinTries < 1) {
      throw new IllegalArgumentException("pinTries must be positive");
    }
    modules = modules.map(List::copyOf);
    pkcs12 = List.copyOf(pkcs12);
    pinPrompt = List.copyOf(pinPrompt);
  }
}
