package org.sealpost.server.cli;

import com.typesafe.config.ConfigUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sealpost.card.api.CardException;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.TellingIoException;
import org.sealpost.server.Settings;
import org.sealpost.server.SettingsException;
import org.sealpost.server.Surroundings;
import org.sealpost.server.setup.BorrowedAgent;
import org.sealpost.server.setup.SetupParts;

/**
 * The card-agent for a look: the one that runs, where it has all the cards that are meant, or else
 * one of its own, with nothing in the user's folders, that ends when it is closed.
 */
final class CardsForSetup implements SetupParts.Cards {
  private static final int PATIENCE_SECONDS = 20;

  private final Configuration configuration;
  private final Surroundings surroundings;

  CardsForSetup(Configuration configuration, Surroundings surroundings) {
    this.configuration = configuration;
    this.surroundings = surroundings;
  }

  @Override
  public BorrowedAgent open(Optional<String> module, List<Path> pkcs12)
      throws IOException, InterruptedException {
    Optional<Settings> now = settings();
    try {
      if (module.isEmpty() && pkcs12.isEmpty() && now.isPresent() && Agent.isRunning(now.get())) {
        return new BorrowedAgent(Agent.connect(now.get()), () -> {});
      }
      Path folder = Files.createTempDirectory("sealpost");
      try {
        return start(folder, content(folder, now, module, pkcs12));
      } catch (IOException | InterruptedException | RuntimeException e) {
        delete(folder);
        throw e;
      }
    } catch (CardException e) {
      throw new TellingIoException(
          new Phrase.Told(e.told().english(), e.told().in(Phrase.TAIWAN)), e);
    }
  }

  /** None where the configuration is yet to be written. */
  private Optional<Settings> settings() {
    try {
      return Optional.of(configuration.settings());
    } catch (SettingsException _) {
      return Optional.empty();
    }
  }

  private static String content(
      Path folder, Optional<Settings> now, Optional<String> module, List<Path> pkcs12) {
    List<String> files = new ArrayList<>();
    now.ifPresent(it -> it.cardAgent().pkcs12().forEach(file -> files.add(file.toString())));
    pkcs12.forEach(file -> files.add(file.toAbsolutePath().toString()));
    String modules =
        module
            .map(ConfigUtil::quoteString)
            .orElseGet(
                () ->
                    now.flatMap(it -> it.cardAgent().modules())
                        .map(CardsForSetup::list)
                        .orElse("auto"));
    return """
        sealpost {
          state-dir = %s
          runtime-dir = %s
          card-agent { module = %s, pkcs12 = %s }
        }
        """
        .formatted(
            ConfigUtil.quoteString(folder.resolve("state").toString()),
            ConfigUtil.quoteString(folder.resolve("run").toString()),
            modules,
            files.stream()
                .map(ConfigUtil::quoteString)
                .collect(Collectors.joining(", ", "[", "]")));
  }

  private static String list(List<Path> modules) {
    return modules.isEmpty()
        ? "none"
        : modules.stream()
            .map(it -> ConfigUtil.quoteString(it.toString()))
            .collect(Collectors.joining(", ", "[", "]"));
  }

  private BorrowedAgent start(Path folder, String content)
      throws IOException, InterruptedException, CardException {
    Path file = folder.resolve("sealpost.conf");
    Files.writeString(file, content);
    Settings settings;
    try {
      settings = Settings.load(Optional.of(file), surroundings);
    } catch (SettingsException e) {
      throw new TellingIoException(e.problems().getFirst(), e);
    }
    Process process =
        new ProcessBuilder(OwnCommand.line(List.of("agent", "--config", file.toString())))
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    // Who interrupts the set-up is not to find the agent running on.
    Thread atExit = new Thread(() -> end(process, folder));
    Runtime.getRuntime().addShutdownHook(atExit);
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (!Agent.isRunning(settings)) {
        if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
          throw new TellingIoException(Phrase.of(Screen.class, "setup.no-agent"));
        }
      }
      return new BorrowedAgent(Agent.connect(settings), () -> end(process, folder, atExit));
    } catch (IOException | InterruptedException | CardException | RuntimeException e) {
      end(process, folder, atExit);
      throw e;
    }
  }

  private static void end(Process process, Path folder, Thread atExit) {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException _) {
      // This process is ending already, and does it there.
      return;
    }
    end(process, folder);
  }

  private static void end(Process process, Path folder) {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      delete(folder);
    } catch (IOException _) {
      // What is left is a folder without anything of the user's in it.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
