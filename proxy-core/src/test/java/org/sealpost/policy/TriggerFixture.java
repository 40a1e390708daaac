package org.sealpost.policy;

import java.util.List;
import java.util.Set;

/** The keywords of the standard configuration. */
public final class TriggerFixture {
  private TriggerFixture() {}

  public static final TriggerWords STANDARD =
      new TriggerWords(
          List.of(
              keyword(Wish.ENCRYPT, "[encrypt]"),
              keyword(Wish.ENCRYPT, "[加密]"),
              keyword(Wish.SIGN, "[sign]"),
              keyword(Wish.SIGN, "[簽章]"),
              keyword(Wish.PLAIN, "[plain]"),
              keyword(Wish.PLAIN, "[不簽章不加密]"),
              keyword(Wish.SIGN_ONLY, "[sign-only]"),
              keyword(Wish.SIGN_ONLY, "[只簽章]"),
              keyword(Wish.SIGN_ONLY, "[不加密]")),
          Set.of("company-confidential", "personal", "private"));

  static Keyword keyword(Wish wish, String text) {
    return Keyword.of(wish, text).orElseThrow();
  }
}
