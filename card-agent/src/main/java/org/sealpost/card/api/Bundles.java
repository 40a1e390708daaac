package org.sealpost.card.api;

import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * The resource bundles {@code messages} that lie beside the classes, in the two languages that
 * there are: English, and Traditional Chinese as in Taiwan. No other is looked for, as what is not
 * there is found to be missing only after every library was looked through, at every start.
 */
public final class Bundles {
  private static final Control CONTROL = new Control();

  private Bundles() {}

  /**
   * Whether a reader of {@code locale} is told in Chinese, which is who reads the traditional
   * characters; all others are told in English.
   */
  public static boolean isChinese(Locale locale) {
    return locale.getLanguage().equals("zh")
        && switch (locale.getScript()) {
          case "Hant" -> true;
          case "" ->
              switch (locale.getCountry()) {
                case "TW", "HK", "MO" -> true;
                default -> false;
              };
          default -> false;
        };
  }

  /**
   * The bundle of the package that {@code neighbour} is in, as {@link #isChinese} says.
   *
   * @throws java.util.MissingResourceException if the package has none: a mistake in the build
   */
  public static ResourceBundle beside(Class<?> neighbour, Locale locale) {
    return ResourceBundle.getBundle(
        neighbour.getPackageName() + ".messages", locale, neighbour.getClassLoader(), CONTROL);
  }

  private static final class Control extends ResourceBundle.Control {
    @Override
    public List<String> getFormats(String baseName) {
      return FORMAT_PROPERTIES;
    }

    @Override
    public List<Locale> getCandidateLocales(String baseName, Locale locale) {
      return isChinese(locale)
          ? List.of(Locale.TRADITIONAL_CHINESE, Locale.ROOT)
          : List.of(Locale.ROOT);
    }

    @Override
    public Locale getFallbackLocale(String baseName, Locale locale) {
      // The JDK's word for none.
      return null;
    }
  }
}
