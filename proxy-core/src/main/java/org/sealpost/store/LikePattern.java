package org.sealpost.store;

/** Patterns of SQL's {@code like}, to be used with {@code escape '!'}. */
public final class LikePattern {
  private LikePattern() {}

  /** Matches what contains the text, whatever is in it. */
  public static String containing(String text) {
    return "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
  }
}
