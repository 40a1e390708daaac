package org.sealpost.server.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.TokenState;
import org.sealpost.trust.PlainText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sealpost unlock}: opens a PIN session; the agent asks for the PIN. */
@Command(name = "unlock")
final class UnlockCommand implements Callable<Integer> {
  /** A person needs time to find a PIN; the agent's prompt ends by itself before this. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Configuration configuration;
  private final Screen screen;

  @Parameters(paramLabel = "CARD", arity = "0..1", descriptionKey = "unlocked-card")
  private Optional<String> wanted = Optional.empty();

  @Option(names = "--final-try", descriptionKey = "final-try")
  private boolean finalTry;

  @Option(names = "--json", descriptionKey = "json-array")
  private boolean json;

  private final List<JsonObject> objects = new ArrayList<>();

  UnlockCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    try (CardAgent agent = Agent.connect(configuration.settings())) {
      boolean all = true;
      for (TokenInfo token : chosen(agent.tokens())) {
        all &= unlock(agent, token);
      }
      if (json) {
        Json.printArray(screen.out(), objects);
      }
      return all ? 0 : 1;
    }
  }

  private List<TokenInfo> chosen(List<TokenInfo> tokens) throws CommandFailed {
    List<TokenInfo> present =
        tokens.stream().filter(token -> token.state() != TokenState.ABSENT).toList();
    if (present.isEmpty()) {
      throw new CommandFailed("no-token");
    }
    if (wanted.isEmpty()) {
      return present;
    }
    List<TokenInfo> named =
        present.stream()
            .filter(token -> token.id().equals(wanted.get()) || token.label().equals(wanted.get()))
            .toList();
    if (named.isEmpty()) {
      throw new CommandFailed("no-such-token", wanted.get());
    }
    return named;
  }

  /** Returns whether the token is usable now: one that has failed keeps no other one locked. */
  private boolean unlock(CardAgent agent, TokenInfo token) throws CardException {
    String label = PlainText.of(token.label());
    if (token.state() == TokenState.FAILED) {
      screen.note(PlainText.of(token.problem(screen.language())));
      objects.add(CardListCommand.outcome(token, "failed"));
      return false;
    }
    if (token.state() == TokenState.UNLOCKED) {
      tell(token, "unlocked-already", label);
      return true;
    }
    agent.unlock(token.id(), purpose(), PATIENCE);
    tell(token, "unlocked", label);
    return true;
  }

  private void tell(TokenInfo token, String wording, String label) {
    objects.add(CardListCommand.outcome(token, wording));
    if (!json) {
      screen.say(wording, label);
    }
  }

  private Purpose purpose() {
    return finalTry
        ? new Purpose(Purpose.Kind.UNLOCK_FINAL_TRY, "", "", terminal())
        : Purpose.unlock(terminal());
  }

  /** The terminal that the user sits at, as POSIX's {@code tty} tells it; empty without one. */
  private static String terminal() {
    try {
      Process tty =
          new ProcessBuilder("tty").redirectInput(ProcessBuilder.Redirect.INHERIT).start();
      String name = new String(tty.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return tty.waitFor() == 0 ? name : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
