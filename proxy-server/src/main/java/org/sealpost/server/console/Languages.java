package org.sealpost.server.console;

import com.sun.net.httpserver.Headers;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Objects;
import org.sealpost.failure.Language;
import org.sealpost.failure.Phrase;

/** The reader's language: chosen by the switch, or else the first that the browser names. */
final class Languages {
  private static final String COOKIE = "sealpost-language";

  private Languages() {}

  static Locale of(Headers headers) {
    return Gate.cookie(headers, COOKIE).map(Languages::named).orElseGet(() -> wanted(headers));
  }

  /** The value of the field Set-Cookie that keeps a choice. */
  static String cookie(String tag) {
    return COOKIE
        + "="
        + named(tag).toLanguageTag()
        + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000";
  }

  private static Locale named(String tag) {
    return tag.equals(Phrase.TAIWAN.toLanguageTag()) ? Phrase.TAIWAN : Locale.ENGLISH;
  }

  private static Locale wanted(Headers headers) {
    String accepted = Objects.requireNonNullElse(headers.getFirst("Accept-Language"), "");
    try {
      List<LanguageRange> ranges = LanguageRange.parse(accepted);
      return Language.nearest(Locale.forLanguageTag(ranges.getFirst().getRange()));
    } catch (IllegalArgumentException e) {
      return Locale.ENGLISH;
    }
  }
}
