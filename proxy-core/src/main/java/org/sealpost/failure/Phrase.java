package org.sealpost.failure;

import java.util.List;
import java.util.Locale;
import org.sealpost.card.api.Bundles;

/**
 * Words that are not yet in a language: what is found out once can be told to several readers, now
 * and later. As a text for the log it is English. Immutable.
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
      return Words.beside(neighbour, locale).text(key, arguments.toArray());
    }

    @Override
    public String toString() {
      return english();
    }
  }

  /** What is the same in all languages: names, and what others said. */
  record Verbatim(String text) implements Phrase {
    @Override
    public String in(Locale locale) {
      return text;
    }

    @Override
    public String toString() {
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
      String between = Bundles.isChinese(locale) ? "" : " ";
      return String.join(
          between,
          sentences.stream()
              .map(phrase -> phrase.in(locale))
              .filter(text -> !text.isEmpty())
              .toList());
    }

    @Override
    public String toString() {
      return english();
    }
  }

  /** Parts of one sentence. */
  record Listed(List<Phrase> parts) implements Phrase {
    public Listed {
      parts = List.copyOf(parts);
    }

    @Override
    public String in(Locale locale) {
      return String.join(
          Bundles.isChinese(locale) ? "、" : ", ",
          parts.stream().map(part -> part.in(locale)).toList());
    }

    @Override
    public String toString() {
      return english();
    }
  }

  /**
   * As it was told once, in both languages: what is kept for long must not depend on the words that
   * a later release has.
   */
  record Told(String english, String chinese) implements Phrase {
    /** What is the same in both. */
    public static Told verbatim(String text) {
      return new Told(text, text);
    }

    @Override
    public String in(Locale locale) {
      return Bundles.isChinese(locale) ? chinese : english;
    }

    @Override
    public String toString() {
      return english;
    }
  }

  /** The words of the package that {@code neighbour} is in. */
  static Phrase of(Class<?> neighbour, String key, Object... arguments) {
    return new Keyed(neighbour, key, List.of(arguments));
  }

  /** The same in all languages. */
  static Phrase verbatim(String text) {
    return new Verbatim(text);
  }

  /** One after the other, with the comma of the language between them. */
  static Phrase list(List<? extends Phrase> phrases) {
    return new Listed(List.copyOf(phrases));
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
