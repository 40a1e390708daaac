package org.sealpost.policy;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one mail asks for. Immutable.
 *
 * @param by where each wish stands
 */
public record Wishes(Map<Wish, Decider> by) {
  public Wishes {
    by = Map.copyOf(by);
  }

  public static Wishes none() {
    return new Wishes(Map.of());
  }

  /** Where the wish stands, if it is there. */
  public Optional<Decider> decider(Wish wish) {
    return Optional.ofNullable(by.get(wish));
  }

  /** With one more; the first place counts. */
  Wishes with(Wish wish, Decider decider) {
    Map<Wish, Decider> more = new EnumMap<>(Wish.class);
    more.putAll(by);
    more.putIfAbsent(wish, decider);
    return new Wishes(more);
  }

  /** Whether not all can be had. */
  boolean contradict() {
    return (by.containsKey(Wish.PLAIN) && by.size() > 1)
        || (by.containsKey(Wish.SIGN_ONLY) && by.containsKey(Wish.ENCRYPT));
  }
}
