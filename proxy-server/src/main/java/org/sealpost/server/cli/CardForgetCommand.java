package org.sealpost.server.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.trust.PlainText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code sealpost card forget}: has the agent forget a card that was lost or replaced, so that no
 * mail waits for it any longer.
 */
@Command(name = "forget")
final class CardForgetCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  @Parameters(paramLabel = "CARD", descriptionKey = "card")
  private String wanted = "";

  @Option(names = "--json", descriptionKey = "json-array")
  private boolean json;

  CardForgetCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    try (CardAgent agent = Agent.connect(configuration.settings())) {
      TokenInfo card = chosen(agent.tokens());
      agent.forget(card.id());
      if (json) {
        Json.printArray(screen.out(), List.of(CardListCommand.outcome(card, "forgotten")));
      } else {
        screen.say("forgotten", PlainText.of(card.label()), PlainText.of(card.id()));
      }
    }
    return 0;
  }

  /** A serial number goes before a label: two cards can have the same label. */
  private TokenInfo chosen(List<TokenInfo> cards) throws CommandFailed {
    for (TokenInfo card : cards) {
      if (card.id().equals(wanted)) {
        return card;
      }
    }
    List<TokenInfo> labelled = cards.stream().filter(card -> card.label().equals(wanted)).toList();
    if (labelled.isEmpty()) {
      throw new CommandFailed("no-such-token", wanted);
    }
    if (labelled.size() > 1) {
      throw new CommandFailed(
          "several-tokens",
          wanted,
          labelled.stream().map(card -> PlainText.of(card.id())).collect(Collectors.joining(", ")));
    }
    return labelled.getFirst();
  }
}
