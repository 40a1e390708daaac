package org.sealpost.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.sealpost.policy.Keyword;
import org.sealpost.policy.TriggerWords;
import org.sealpost.policy.Wish;

/** Reads with what a single mail can ask for something. */
final class TriggerReader {
  private TriggerReader() {}

  /** What {@code policy.triggers} says: reference.conf has a value for each key. */
  static TriggerWords read(Section section) {
    Map<String, Wish> owners = new HashMap<>();
    List<Keyword> keywords = new ArrayList<>();
    for (Wish wish : Wish.values()) {
      for (Keyword keyword :
          section.list(wish.token(), text -> keyword(wish, text)).orElse(List.of())) {
        Wish owner = owners.putIfAbsent(keyword.text(), wish);
        if (owner != null && owner != wish) {
          section.problem(
              wish.token(), new Unusable("shared-keyword", keyword.text(), owner.token()));
        }
        keywords.add(keyword);
      }
    }
    List<String> sensitivities =
        section.list("sensitivity", TriggerReader::sensitivity).orElse(List.of());
    section.finish();
    return new TriggerWords(keywords, Set.copyOf(sensitivities));
  }

  private static Keyword keyword(Wish wish, String text) throws Unusable {
    return Keyword.of(wish, text).orElseThrow(() -> new Unusable("not-a-keyword", text));
  }

  private static String sensitivity(String text) throws Unusable {
    if (text.isBlank()) {
      throw new Unusable("empty-sensitivity");
    }
    return text.strip().toLowerCase(Locale.ROOT);
  }
}
