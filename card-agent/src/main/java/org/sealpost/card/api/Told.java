package org.sealpost.card.api;

import java.io.Serializable;
import java.util.Locale;

/**
 * Sentences for the user in both languages: what the card-agent tells crosses a socket to readers
 * whose language it does not know. Immutable.
 *
 * @param chinese in Traditional Chinese as in Taiwan; empty where a peer gave none
 */
public record Told(String english, String chinese) implements Serializable {
  /** Nothing to tell. */
  public static final Told NOTHING = new Told("", "");

  /** What is the same in both languages: names, and what others said. */
  public static Told verbatim(String text) {
    return new Told(text, text);
  }

  /** In Chinese where {@link Bundles#isChinese} says so and there are words, else in English. */
  public String in(Locale locale) {
    return Bundles.isChinese(locale) && !chinese.isEmpty() ? chinese : english;
  }

  public boolean isEmpty() {
    return english.isEmpty();
  }

  /** One after the other. */
  public Told then(Told next) {
    if (isEmpty() || next.isEmpty()) {
      return isEmpty() ? next : this;
    }
    return new Told(english + " " + next.english, chinese + next.chinese);
  }
}
