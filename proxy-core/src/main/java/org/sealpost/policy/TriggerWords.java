package org.sealpost.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * With what a single mail can ask for something, beside the header field {@code X-Sealpost}.
 *
 * @param sensitivities values of {@code Sensitivity} (RFC 4021 §2.1.55) that ask for encryption, in
 *     lower case
 */
public record TriggerWords(List<Keyword> keywords, Set<String> sensitivities) {
  public TriggerWords {
    keywords = List.copyOf(keywords);
    sensitivities = Set.copyOf(sensitivities);
  }

  public static TriggerWords none() {
    return new TriggerWords(List.of(), Set.of());
  }

  /** A keyword for this that an SMTP reply can show; empty if there is none. */
  Optional<String> shown(Wish wish) {
    return keywords.stream()
        .filter(it -> it.wish() == wish)
        .map(Keyword::text)
        .filter(text -> text.chars().allMatch(c -> c > ' ' && c < 127))
        .findFirst();
  }
}
