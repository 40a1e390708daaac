package org.sealpost.failure;

import java.util.Locale;
import org.sealpost.card.api.Bundles;

/** The languages in which people are told: English and Traditional Chinese as in Taiwan. Pure. */
public final class Language {
  private Language() {}

  /** The one of this system's user, English where it is none of the two. */
  public static Locale ofThisSystem() {
    return nearest(Locale.getDefault(Locale.Category.DISPLAY));
  }

  /** The one that a reader of {@code locale} reads; English for all but Traditional Chinese. */
  public static Locale nearest(Locale locale) {
    return Bundles.isChinese(locale) ? Phrase.TAIWAN : Locale.ENGLISH;
  }
}
