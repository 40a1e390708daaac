package org.sealpost.card.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sealpost.card.agent.AgentSettings.PromptKind;

/** Starts the agent in a process of its own, with the settings that a test gives as arguments. */
final class AgentProcess {
  private AgentProcess() {}

  /**
   * The socket, the pinentry program, the card files and modules ({@code .so}). Wrong PINs are
   * counted beside the socket's folder.
   */
  public static void main(String[] arguments) {
    Map<Boolean, List<Path>> cards =
        Arrays.stream(arguments)
            .skip(2)
            .map(Path::of)
            .collect(Collectors.partitioningBy(file -> file.toString().endsWith(".so")));
    System.exit(
        Main.run(
            new AgentSettings(
                Path.of(arguments[0]),
                Path.of(arguments[0]).resolve("../../cards").normalize(),
                Optional.of(cards.get(true)),
                cards.get(false),
                3,
                Duration.ofMinutes(30),
                List.of(PromptKind.PINENTRY),
                Optional.of(arguments[1]),
                Locale.ENGLISH)));
  }
}
