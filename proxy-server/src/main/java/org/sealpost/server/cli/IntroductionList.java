package org.sealpost.server.cli;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import org.sealpost.book.Lookup;
import org.sealpost.failure.Phrase;
import org.sealpost.introduction.Introduction;
import org.sealpost.introduction.Introductions;

/** Whom the accounts introduced themselves to, and what has come of it, in the user's words. */
final class IntroductionList {
  private final Screen screen;
  private final Book book;
  private final Instant now;

  IntroductionList(Screen screen, Book book, Instant now) {
    this.screen = screen;
    this.book = book;
    this.now = now;
  }

  void print(boolean json) {
    List<Introduction> all = new Introductions(book.store()).all();
    if (json) {
      Json.printArray(screen.out(), all.stream().map(this::object).toList());
      return;
    }
    if (all.isEmpty()) {
      screen.say("introduce.list-empty");
    }
    Table table = new Table(screen.words(), "", "address", "account", "introduced", "encryption");
    for (Introduction one : all) {
      table.row(one.address(), one.account(), Table.day(one.introduced()), state(one));
    }
    table.print(screen.out());
  }

  /** An answer of long ago is no promise: what counts is what the book would do now. */
  private String state(Introduction one) {
    return switch (book.certificates().lookup(one.address(), now)) {
      case Lookup.Usable _ ->
          one.answered()
              .map(since -> screen.text("introduce.works-since", Table.day(since)))
              .orElseGet(() -> screen.text("introduce.works"));
      case Lookup.None(_, Phrase reason) ->
          one.answered()
              .map(since -> screen.text("introduce.no-more", Table.day(since), reason))
              .orElseGet(() -> screen.text("introduce.waiting"));
    };
  }

  private JsonObject object(Introduction one) {
    JsonObject object = new JsonObject();
    object.addProperty("address", one.address());
    object.addProperty("account", one.account());
    object.addProperty("introduced", one.introduced().toString());
    one.answered().ifPresent(since -> object.addProperty("answered", since.toString()));
    object.addProperty(
        "encryption", book.certificates().lookup(one.address(), now) instanceof Lookup.Usable);
    return object;
  }
}
