package org.sealpost.server.console;

import java.util.Locale;
import org.sealpost.failure.Phrase;
import org.sealpost.trust.PlainText;

/** Reasons that other parts give, as pages show them. */
final class Told {
  private Told() {}

  static String in(Locale language, Phrase reason) {
    return PlainText.of(reason.in(language));
  }

  /** One that is in one language only. */
  static String in(Locale language, String reason) {
    return PlainText.of(reason);
  }
}
