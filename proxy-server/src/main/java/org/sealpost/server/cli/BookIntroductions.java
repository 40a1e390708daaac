package org.sealpost.server.cli;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sealpost.introduction.Introduction;
import org.sealpost.introduction.Introductions;
import org.sealpost.store.Store;

/** What came of the last introduction to each address. */
final class BookIntroductions {
  private final Map<String, Introduction> last = new HashMap<>();

  private BookIntroductions() {}

  static BookIntroductions of(Store store) {
    BookIntroductions introductions = new BookIntroductions();
    for (Introduction one : new Introductions(store).all()) {
      introductions.last.putIfAbsent(one.address(), one);
    }
    return introductions;
  }

  /** When the address answered; empty if it has not, or was not asked. */
  Optional<Instant> answered(String address) {
    return Optional.ofNullable(last.get(address)).flatMap(Introduction::answered);
  }

  /** A sentence, for an address to which mail can be encrypted. */
  Optional<String> words(Screen screen, String address) {
    return answered(address).map(at -> screen.text("book-introduced", Table.day(at), address));
  }

  void addTo(JsonObject object, String address) {
    Introduction introduction = last.get(address);
    if (introduction == null) {
      return;
    }
    JsonObject about = new JsonObject();
    about.addProperty("account", introduction.account());
    about.addProperty("introduced", introduction.introduced().toString());
    introduction.answered().ifPresent(at -> about.addProperty("answered", at.toString()));
    object.add("introduction", about);
  }
}
