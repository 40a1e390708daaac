package org.sealpost.failure;

import java.text.MessageFormat;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentHashMap;
import org.sealpost.card.api.Bundles;

/**
 * The user-facing words of one package: the resource bundle {@code messages} that lies beside the
 * class. Every text is a {@link MessageFormat} pattern, whether it has arguments or not: write an
 * apostrophe twice ({@code can''t}) and a brace in single quotes. Numbers are grouped as the
 * language has it; for ports and codes write {@code {0,number,#}}. Immutable.
 */
public final class Words {
  /**
   * By language and package, as in {@code zh_TW org.sealpost.mark}: the runtime's own cache costs
   * more to ask than most texts to make. No record is the key, whose hash code takes the runtime 12
   * ms to make when a process starts.
   */
  private static final Map<String, ResourceBundle> BUNDLES = new ConcurrentHashMap<>();

  private final Class<?> neighbour;
  private final ResourceBundle bundle;
  private final Locale locale;

  private Words(Class<?> neighbour, ResourceBundle bundle, Locale locale) {
    this.neighbour = neighbour;
    this.bundle = bundle;
    this.locale = locale;
  }

  /** The English words of the package that {@code neighbour} is in. */
  public static Words beside(Class<?> neighbour) {
    return beside(neighbour, Locale.ENGLISH);
  }

  /**
   * The words of the package that {@code neighbour} is in; English where a language has none.
   *
   * @throws java.util.MissingResourceException if the package has no words: a mistake in the build
   */
  public static Words beside(Class<?> neighbour, Locale locale) {
    String place = locale + " " + neighbour.getPackageName();
    ResourceBundle bundle = BUNDLES.computeIfAbsent(place, _ -> Bundles.beside(neighbour, locale));
    return new Words(neighbour, bundle, locale);
  }

  /**
   * The text of {@code key} with {@code {0}…} replaced ({@link MessageFormat}); a {@link Phrase}
   * among the arguments is put in the same language.
   *
   * @throws java.util.MissingResourceException if there is no such key: a mistake in the code
   */
  public String text(String key, Object... arguments) {
    Object[] told =
        Arrays.stream(arguments)
            .map(argument -> argument instanceof Phrase phrase ? phrase.in(locale) : argument)
            .toArray();
    return new MessageFormat(bundle.getString(key), locale).format(told);
  }

  /** Another package's words, in this language. */
  public String told(Phrase phrase) {
    return phrase.in(locale);
  }

  /** As {@link #text}, in a language that is chosen later. */
  public Phrase phrase(String key, Object... arguments) {
    return Phrase.of(neighbour, key, arguments);
  }

  /**
   * One line of printable ASCII, as an SMTP or POP3 reply must be (RFC 5321 §4.2, RFC 1939 §3):
   * line ends, tabs and other controls become one blank, letters lose their accents, what is left
   * above ASCII becomes a question mark. Texts that may hold foreign words, as an address or a
   * subject, must pass through it, or they could end the reply early and begin another.
   */
  public static String ascii(String text) {
    StringBuilder out = new StringBuilder(text.length());
    Normalizer.normalize(text, Normalizer.Form.NFKD)
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        .forEach(c -> append(out, c));
    return out.toString().strip();
  }

  /**
   * One line of text in any script, for who reads UTF-8: line ends, tabs and other controls become
   * one blank, and so do the marks without a width that turn the direction of writing or hide in a
   * word. What is no character becomes a question mark.
   */
  public static String line(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> appendVisible(out, c));
    return out.toString().strip();
  }

  private static void appendVisible(StringBuilder out, int c) {
    switch (Character.getType(c)) {
      case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
          append(out, ' ');
      case Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED -> out.append('?');
      default -> {
        if (isBlank(c)) {
          append(out, ' ');
        } else {
          out.appendCodePoint(c);
        }
      }
    }
  }

  private static boolean isBlank(int c) {
    return c == ' ' || Character.isISOControl(c) || Character.isWhitespace(c);
  }

  private static void append(StringBuilder out, int c) {
    if (!isBlank(c)) {
      out.append(c < 127 ? (char) c : '?');
    } else if (out.isEmpty() || out.charAt(out.length() - 1) != ' ') {
      out.append(' ');
    }
  }
}
