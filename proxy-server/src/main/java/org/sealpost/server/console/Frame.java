package org.sealpost.server.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;

/**
 * What every template needs besides its model: words and forms in the reader's language, and where
 * the reader is.
 *
 * @param path of the request
 */
record Frame(Locale language, String path) {
  /** A place in the navigation; its words are {@code nav.NAME}. */
  record Place(String name, String path) {}

  private static final List<Place> PLACES =
      List.of(
          new Place("overview", "/"),
          new Place("mails", "/mails"),
          new Place("refused", "/refused"),
          new Place("open", "/open"),
          new Place("book", "/book"),
          new Place("trust", "/trust"),
          new Place("doctor", "/doctor"),
          new Place("settings", "/settings"));

  List<Place> places() {
    return PLACES;
  }

  /** Whether the reader is at the place or below. */
  boolean isAt(Place place) {
    return path.equals(place.path())
        || (!place.path().equals("/") && path.startsWith(place.path() + "/"));
  }

  /** The words for the key, in the reader's language. */
  String text(String key, Object... arguments) {
    return Words.beside(Frame.class, language).text(key, arguments);
  }

  String text(Phrase phrase) {
    return phrase.in(language);
  }

  /** As people write it, in this machine's time zone. */
  String time(Instant instant) {
    return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
        .withLocale(language)
        .withZone(ZoneId.systemDefault())
        .format(instant);
  }

  String day(Instant instant) {
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
        .withLocale(language)
        .withZone(ZoneId.systemDefault())
        .format(instant);
  }

  /** A value in the address of a link. */
  String parameter(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** As HTML's {@code lang} has it. */
  String tag() {
    return language.toLanguageTag();
  }

  boolean isChinese() {
    return language.equals(Phrase.TAIWAN);
  }
}
