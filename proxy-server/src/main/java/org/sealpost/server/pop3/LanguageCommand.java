package org.sealpost.server.pop3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.sealpost.failure.Language;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;

/**
 * LANG (RFC 6856 §3): in which language our own words are told to this client, from then on in
 * UTF-8. What the real server says stays in its language.
 *
 * @param preferred what {@code LANG *} means
 */
record LanguageCommand(Pop3Client client, Locale preferred) {
  private static final Words WORDS = Words.beside(LanguageCommand.class);

  /** What a client reads before it chooses (RFC 2277 §4.5): English. */
  private static final String DEFAULT = "i-default";

  void answer(Command command) throws IOException {
    List<String> arguments = command.arguments();
    if (arguments.isEmpty()) {
      client.lines(
          WORDS.phrase("language.list"),
          Stream.concat(
                  Stream.of(Locale.ENGLISH, Phrase.TAIWAN).map(LanguageCommand::listing),
                  Stream.of(DEFAULT + " " + WORDS.text("language.name")))
              .toList());
      return;
    }
    Optional<Locale> wanted =
        arguments.size() == 1 ? matching(arguments.getFirst()) : Optional.empty();
    if (wanted.isEmpty()) {
      client.error(ResponseCode.NONE, WORDS.phrase("language.unknown"));
      return;
    }
    client.speak(wanted.get());
    boolean byDefault = arguments.getFirst().equalsIgnoreCase(DEFAULT);
    String tag = byDefault ? DEFAULT : wanted.get().toLanguageTag();
    client.ok(tag + " ", WORDS.phrase("language.chosen"));
  }

  /** A language by its own name, in the octets of UTF-8. */
  private static String listing(Locale language) {
    String line = language.toLanguageTag() + " " + WORDS.phrase("language.name").in(language);
    return new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** What of ours is in this range of languages (RFC 4647 §2.1). */
  private Optional<Locale> matching(String range) {
    if (range.equals("*")) {
      return Optional.of(preferred);
    }
    if (range.equalsIgnoreCase(DEFAULT)) {
      return Optional.of(Locale.ENGLISH);
    }
    Locale asked = Locale.forLanguageTag(range);
    return switch (asked.getLanguage()) {
      case "en" -> Optional.of(Locale.ENGLISH);
      case "zh" ->
          asked.toLanguageTag().equals("zh")
              ? Optional.of(Phrase.TAIWAN)
              : Optional.of(Language.nearest(asked)).filter(Phrase.TAIWAN::equals);
      default -> Optional.empty();
    };
  }
}
