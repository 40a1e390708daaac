package org.sealpost.card.api;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Stream;

/**
 * The user-facing words of one package of the card-agent: the resource bundle {@code messages} that
 * lies beside the class, in English and in Traditional Chinese as in Taiwan. Immutable.
 */
public final class Words {
  private final ResourceBundle english;
  private final ResourceBundle chinese;

  private Words(Class<?> neighbour) {
    this.english = Bundles.beside(neighbour, Locale.ENGLISH);
    this.chinese = Bundles.beside(neighbour, Locale.TRADITIONAL_CHINESE);
  }

  /** The words of the package that {@code neighbour} is in. */
  public static Words beside(Class<?> neighbour) {
    return new Words(neighbour);
  }

  /**
   * The texts of {@code key} with {@code {0}…} replaced ({@link MessageFormat}).
   *
   * @param arguments texts, numbers, or what is {@link Told}, which is put in the same language
   */
  public Told told(String key, Object... arguments) {
    return new Told(
        text(english, Locale.ENGLISH, key, arguments),
        text(chinese, Locale.TRADITIONAL_CHINESE, key, arguments));
  }

  private static String text(
      ResourceBundle bundle, Locale locale, String key, Object... arguments) {
    Object[] put =
        Stream.of(arguments).map(it -> it instanceof Told told ? told.in(locale) : it).toArray();
    return new MessageFormat(bundle.getString(key), locale).format(put);
  }
}
