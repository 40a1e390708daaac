package org.sealpost.failure;

import java.util.List;
import java.util.Locale;

/**
 * Words that are not yet in a language: what is found out once can be told to several readers, now
 * and later. Immutable.
 */
public sealed interface Phrase {
  /** Traditional Chinese as written in Taiwan, the language that there is beside English. */
  Locale TAIWAN = Locale.TRADITIONAL_CHINESE;

  /**
   * The words for {@code key} in the bundle beside {@code neighbour}.
   *
   * @param arguments texts, numbers, or phrases, which are put in the same language
   */
  record Keyed(Class<?> neighbour, String key, List<Object> arguments) implements Phrase {
    public Keyed {
      arguments = List.copyOf(arguments);
    }

    @Override
    public String in(Locale locale) {
      Object[] told =
          arguments.stream()
              .map(argument -> argument instanceof Phrase phrase ? phrase.in(locale) : argument)
              .toArray();
      return Words.beside(neighbour, locale).text(key, told);
    }
  }

  /** What is the same in all languages: names, and what others said. */
  record Verbatim(String text) implements Phrase {
    @Override
    public String in(Locale locale) {
      return text;
    }
  }

  /** One sentence after the other. */
  record Sentences(List<Phrase> sentences) implements Phrase {
    public Sentences {
      sentences = List.copyOf(sentences);
    }

    @Override
    public String in(Locale locale) {
      String between = isTaiwan(locale) ? "" : " ";
      return String.join(
          between,
          sentences.stream()
              .map(phrase -> phrase.in(locale))
              .filter(text -> !text.isEmpty())
              .toList());
    }
  }

  /**
   * As it was told once, in both languages: what is kept for long must not depend on the words that
   * a later release has.
   */
  record Told(String english, String chinese) implements Phrase {
    @Override
    public String in(Locale locale) {
      return isTaiwan(locale) ? chinese : english;
    }
  }

  private static boolean isTaiwan(Locale locale) {
    return locale.getLanguage().equals(TAIWAN.getLanguage())
        && locale.getCountry().equals(TAIWAN.getCountry());
  }

  /** The words of the package that {@code neighbour} is in. */
  static Phrase of(Class<?> neighbour, String key, Object... arguments) {
    return new Keyed(neighbour, key, List.of(arguments));
  }

  /** The same in all languages. */
  static Phrase verbatim(String text) {
    return new Verbatim(text);
  }

  /** Nothing. */
  static Phrase none() {
    return new Verbatim("");
  }

  /** In this language; in English where it has no words for it. */
  String in(Locale locale);

  /** Put in words now. */
  default Told told() {
    return new Told(english(), in(TAIWAN));
  }

  /** In English. */
  default String english() {
    return in(Locale.ENGLISH);
  }
}
