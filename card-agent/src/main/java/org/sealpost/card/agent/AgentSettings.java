package org.sealpost.card.agent;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the card-agent runs with.
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
  /** The socket's name in the folder {@code sealpost.runtime-dir}. */
  public static final String SOCKET_NAME = "agent.sock";

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

  /**
   * The settings of the {@code sealpost} section. Reads {@code runtime-dir}, {@code state-dir} and
   * {@code card-agent}, and leaves unknown keys to whoever reads the whole file.
   *
   * @throws ConfigException if a key is missing or its value cannot be
   */
  public static AgentSettings from(Config sealpost) {
    Config agent = sealpost.getConfig("card-agent");
    String pinentry = agent.getString("pinentry");
    return new AgentSettings(
        runtimeFolder(sealpost).resolve(SOCKET_NAME),
        agent.getStringList("pkcs12").stream().map(AgentSettings::path).toList(),
        pinIdle(agent),
        agent.getStringList("pin-prompt").stream().map(kind -> promptKind(agent, kind)).toList(),
        pinentry.equals("auto") ? Optional.empty() : Optional.of(pinentry));
  }

  /** The folder that {@code runtime-dir} means: {@code auto} is resolved. */
  public static Path runtimeFolder(Config sealpost) {
    String configured = sealpost.getString("runtime-dir");
    if (!configured.equals("auto")) {
      return path(configured);
    }
    return Optional.ofNullable(System.getenv("XDG_RUNTIME_DIR"))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, "sealpost"))
        .orElseGet(() -> path(sealpost.getString("state-dir")).resolve("run"));
  }

  private static Duration pinIdle(Config agent) {
    Duration idle = agent.getDuration("pin-idle");
    if (!idle.isPositive()) {
      throw new ConfigException.BadValue(agent.origin(), "pin-idle", "must be more than nothing");
    }
    return idle;
  }

  private static PromptKind promptKind(Config agent, String name) {
    try {
      return PromptKind.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new ConfigException.BadValue(
          agent.origin(), "pin-prompt", "\"" + name + "\" is neither pinentry nor terminal", e);
    }
  }

  private static Path path(String text) {
    String home = System.getProperty("user.home");
    if (text.equals("~")) {
      return Path.of(home);
    }
    return (text.startsWith("~/") ? Path.of(home, text.substring(2)) : Path.of(text))
        .toAbsolutePath();
  }
}
