package org.sealpost.server.console;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.trust.PlainText;

/** How everything is now. */
final class OverviewPages implements Section {
  private final ConsoleParts parts;

  OverviewPages(ConsoleParts parts) {
    this.parts = parts;
  }

  @Override
  public void addTo(Routes routes) {
    routes
        .get("/", _ -> new Response.View("overview", new Overview(cards())))
        .get("/overview/cards", _ -> new Response.View("cards", cards()));
  }

  private CardsView cards() {
    try {
      return new CardsView(
          parts.card().tokens().stream().map(OverviewPages::token).toList(), Optional.empty());
    } catch (CardException e) {
      return new CardsView(List.of(), Optional.of(e.getMessage()));
    }
  }

  private static CardsView.Token token(TokenInfo token) {
    String state = token.state().name().toLowerCase(Locale.ROOT);
    String sign =
        switch (token.state()) {
          case UNLOCKED -> "🔓";
          case LOCKED -> "🔒";
          case BLOCKED, FAILED -> "✘";
          case ABSENT -> "–";
        };
    String tone =
        switch (token.state()) {
          case UNLOCKED, LOCKED -> "good";
          case BLOCKED, FAILED -> "bad";
          case ABSENT -> "faint";
        };
    return new CardsView.Token(
        token.id(), PlainText.of(token.label()), PlainText.of(token.reader()), state, sign, tone);
  }
}
