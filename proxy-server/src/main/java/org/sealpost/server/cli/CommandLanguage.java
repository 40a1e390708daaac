package org.sealpost.server.cli;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sealpost.failure.Language;
import org.sealpost.failure.Phrase;
import picocli.CommandLine.ITypeConverter;

/**
 * The language that a command tells in: as the option says; else as the environment says, by the
 * rules of GNU gettext; else that of the system. Java itself asks the C library, which knows no
 * language whose locale is not installed, and nothing of {@code LANGUAGE}.
 */
final class CommandLanguage {
  static final String OPTION = "--language";

  /** What the option takes. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("en", "zh-TW").iterator();
    }
  }

  private CommandLanguage() {}

  /** Reads the option. */
  static final class Converter implements ITypeConverter<Locale> {
    @Override
    public Locale convert(String written) {
      return read(written).orElseThrow(() -> new Misread("not-a-language", written));
    }
  }

  /** As it is given to another command. */
  static String written(Locale language) {
    return language.toLanguageTag();
  }

  /** The option among arguments that were not parsed yet: the words for that are in a language. */
  static Optional<Locale> among(String... arguments) {
    Optional<Locale> found = Optional.empty();
    for (int i = 0; i < arguments.length && !arguments[i].equals("--"); i++) {
      if (arguments[i].startsWith(OPTION + "=")) {
        found = read(arguments[i].substring(OPTION.length() + 1));
      } else if (arguments[i].equals(OPTION) && i + 1 < arguments.length) {
        found = read(arguments[i + 1]);
      }
    }
    return found;
  }

  /**
   * The one of an environment; empty where it says nothing.
   *
   * @param environment with the variables of POSIX and {@code LANGUAGE}
   */
  static Optional<Locale> of(Map<String, String> environment) {
    Optional<String> locale =
        Stream.of("LC_ALL", "LC_MESSAGES", "LANG")
            .map(variable -> environment.getOrDefault(variable, ""))
            .filter(value -> !value.isEmpty())
            .findFirst();
    // In the C locale nothing is translated, whatever the list of languages.
    if (locale.isEmpty() || locale.filter(CommandLanguage::isC).isPresent()) {
      return locale.map(_ -> Locale.ENGLISH);
    }
    return Stream.of(environment.getOrDefault("LANGUAGE", "").split(":"))
        .filter(language -> !language.isEmpty())
        .map(CommandLanguage::parsed)
        .filter(CommandLanguage::isTold)
        .findFirst()
        .or(() -> locale.map(CommandLanguage::parsed))
        .map(Language::nearest);
  }

  private static boolean isC(String locale) {
    return locale.equals("C") || locale.startsWith("C.") || locale.equals("POSIX");
  }

  /** A list of languages is passed through until there is one with words. */
  private static boolean isTold(Locale locale) {
    return locale.getLanguage().equals("en") || Language.nearest(locale).equals(Phrase.TAIWAN);
  }

  /** As {@code zh_TW.UTF-8@radical}: language, territory, codeset, modifier. */
  private static Locale parsed(String locale) {
    return Locale.forLanguageTag(locale.replaceFirst("[.@].*", "").replace('_', '-'));
  }

  /** A language as the option takes it; empty where it is none. */
  static Optional<Locale> read(String written) {
    return switch (written.toLowerCase(Locale.ROOT).replace('_', '-')) {
      case "en" -> Optional.of(Locale.ENGLISH);
      case "zh-tw" -> Optional.of(Phrase.TAIWAN);
      default -> Optional.empty();
    };
  }
}
