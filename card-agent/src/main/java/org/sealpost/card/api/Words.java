package org.sealpost.card.api;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * The user-facing words of one package of the card-agent: the resource bundle {@code messages} that
 * lies beside the class. Immutable.
 */
public final class Words {
  private final ResourceBundle bundle;

  private Words(ResourceBundle bundle) {
    this.bundle = bundle;
  }

  /** The words of the package that {@code neighbour} is in. */
  public static Words beside(Class<?> neighbour) {
    return new Words(
        ResourceBundle.getBundle(
            neighbour.getPackageName() + ".messages",
            Locale.ENGLISH,
            neighbour.getClassLoader(),
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES)));
  }

  /** The text of {@code key} with {@code {0}…} replaced ({@link MessageFormat}). */
  public String text(String key, Object... arguments) {
    return new MessageFormat(bundle.getString(key), Locale.ENGLISH).format(arguments);
  }
}
