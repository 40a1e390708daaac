package org.sealpost.server.console;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sealpost.card.api.TokenState;
import org.sealpost.server.console.Overview.AccountTile;
import org.sealpost.server.console.Overview.Door;
import org.sealpost.server.console.Overview.ListsView;
import org.sealpost.trust.PlainText;
import org.sealpost.trust.RevocationPolicy;

/** How everything is now, and what to do next. */
final class OverviewPages implements Section {
  private static final int LAST_MAILS = 5;

  private final ConsoleParts parts;
  private final Unlocking unlocking;
  private final Cards cards;
  private final Accounts accounts;
  private final Lists lists;

  OverviewPages(ConsoleParts parts, LiveEvents live) {
    this.parts = parts;
    this.unlocking =
        new Unlocking(
            parts.card(), parts.settings().cardAgent().pinWait(), () -> live.tell("card"));
    this.cards = new Cards(parts.card(), unlocking, parts.clock());
    this.accounts = new Accounts(parts);
    this.lists =
        new Lists(
            parts.judging().lists(),
            parts.history(),
            parts.settings().trust().revocation() == RevocationPolicy.Mode.OFF,
            parts.clock(),
            () -> live.tell("lists"));
  }

  @Override
  public void addTo(Routes routes) {
    routes
        .get("/", request -> new Response.View("overview", overview(request.language())))
        .get("/overview/now", request -> now(request.language()))
        .post("/overview/unlock", this::unlock)
        .post("/overview/lock", this::lock)
        .post("/overview/lists", this::refresh);
  }

  private Response unlock(Request request) throws Exception {
    Optional<String> token = request.field("token");
    if (token.isPresent()) {
      unlocking.begin(token.get());
    }
    return shown(request);
  }

  private Response lock(Request request) throws Exception {
    parts.card().lock();
    return shown(request);
  }

  private Response refresh(Request request) {
    lists.refresh();
    return shown(request);
  }

  private Response shown(Request request) {
    return request.fragment() ? now(request.language()) : new Response.SeeOther("/");
  }

  private Response now(Locale language) {
    return new Response.View("now", overview(language));
  }

  private Overview overview(Locale language) {
    CardsView shown = cards.view(language);
    List<AccountTile> tiles = accounts.tiles();
    ListsView kept = lists.view(language);
    List<Door> doors =
        parts.listeners().entrySet().stream()
            .filter(door -> !door.getKey().equals("console"))
            .map(OverviewPages::door)
            .toList();
    List<String> logins =
        parts.settings().accounts().stream()
            .flatMap(account -> account.logins().stream().limit(1))
            .map(PlainText::of)
            .toList();
    int changes = parts.book().openChanges().size();
    return new Overview(
        hints(shown, tiles, kept, changes > 0),
        changes,
        parts.history().last(LAST_MAILS).stream().map(ReceivedList.Row::of).toList(),
        shown,
        tiles,
        doors,
        logins,
        kept);
  }

  private static Door door(Map.Entry<String, InetSocketAddress> door) {
    return new Door(
        door.getKey(), door.getValue().getAddress().getHostAddress(), door.getValue().getPort());
  }

  private static List<String> hints(
      CardsView cards, List<AccountTile> tiles, ListsView lists, boolean changed) {
    List<String> hints = new ArrayList<>();
    if (cards.problem().isPresent()) {
      hints.add("agent");
    } else if (cards.tokens().stream().allMatch(it -> is(it, TokenState.ABSENT))) {
      hints.add("card");
    }
    if (cards.tokens().stream().anyMatch(it -> is(it, TokenState.BLOCKED))) {
      hints.add("blocked");
    }
    if (cards.tokens().stream().anyMatch(it -> is(it, TokenState.FAILED))) {
      hints.add("doctor");
    }
    List<String> validities =
        cards.tokens().stream()
            .flatMap(token -> token.certificates().stream())
            .map(CardsView.Certificate::validity)
            .toList();
    if (validities.contains("soon") || validities.contains("expired")) {
      hints.add("renew");
    }
    if (tiles.stream().allMatch(it -> it.lastSent().isEmpty() && it.lastOpened().isEmpty())) {
      hints.add("client");
    }
    if (tiles.stream().anyMatch(it -> it.trouble().isPresent())) {
      hints.add("refused");
    }
    if (changed) {
      hints.add("changed");
    }
    if (lists.rows().stream().anyMatch(row -> row.state().equals("outdated"))) {
      hints.add("lists");
    }
    return hints;
  }

  private static boolean is(CardsView.Token token, TokenState state) {
    return token.state().equals(state.name().toLowerCase(Locale.ROOT));
  }
}
