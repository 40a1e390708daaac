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
   * The bundle of the package that {@code neighbour} is in; English for all locales but Chinese.
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
      return locale.getLanguage().equals(Locale.CHINESE.getLanguage())
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
