package org.sealpost.card.api;

import java.util.Locale;
import java.util.Objects;

/**
 * A card operation that did not succeed, and why. The message is fit to be shown to the user, in
 * English; {@link #text} has it in the user's language.
 */
public class CardException extends Exception {
  private static final long serialVersionUID = 2L;

  private final CardError error;
  private final Told told;

  public CardException(CardError error, Told told) {
    this(error, told, null);
  }

  /**
   * A failure with its private cause; {@code cause} may be absent (null), as in {@link Exception}.
   */
  public CardException(CardError error, Told told, Throwable cause) {
    super(told.english(), cause);
    this.error = Objects.requireNonNull(error);
    this.told = told;
  }

  /** A failure whose words are the same in both languages. */
  public CardException(CardError error, String message) {
    this(error, Told.verbatim(message));
  }

  /** As {@link #CardException(CardError, String)}, with its private cause. */
  public CardException(CardError error, String message, Throwable cause) {
    this(error, Told.verbatim(message), cause);
  }

  public CardError error() {
    return error;
  }

  /** The message in both languages. */
  public Told told() {
    return told;
  }

  /** The message in this language, English where it is not Traditional Chinese. */
  public String text(Locale locale) {
    return told.in(locale);
  }
}
