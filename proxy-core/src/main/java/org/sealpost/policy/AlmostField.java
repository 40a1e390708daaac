package org.sealpost.policy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;
import java.util.Set;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;
import org.sealpost.mark.OwnFields;
import org.sealpost.mime.HeaderField;

/**
 * Recognises a header field that was meant to ask for something and does not: its name begins with
 * ours, or is one slip away from {@code X-Sealpost} or {@code Sensitivity}. Fields of our own do
 * not leave, so nobody else could notice. Those that say in a received mail what was found ask for
 * nothing; they stand in a mail that is resent. Pure.
 */
final class AlmostField {
  private static final Set<String> MARKS =
      Set.of(
          "x-sealpost-verdict",
          "x-sealpost-signer",
          "x-sealpost-signature",
          "x-sealpost-encryption",
          "x-sealpost-note");

  private static final String OURS = "xsealpost";
  private static final int LONGEST_LOOKED_AT = 100;

  private AlmostField() {}

  /**
   * Looks at one field.
   *
   * @throws Failure permanent, if it is one
   */
  static void refuse(HeaderField field, TriggerWords words) throws Failure {
    String name = field.name().toLowerCase(Locale.ROOT);
    if (field.is(Triggers.FIELD) || field.is(Sensitivity.FIELD) || MARKS.contains(name)) {
      return;
    }
    String letters = letters(field);
    boolean ours =
        OwnFields.isOurs(field) || isAlmost(letters, OURS) || isAlmost(letters, OURS.substring(1));
    if (ours) {
      throw refusal("almost-field", Triggers.FIELD);
    }
    if (!words.sensitivities().isEmpty()
        && isAlmost(letters, Sensitivity.FIELD.toLowerCase(Locale.ROOT))) {
      throw refusal("almost-field", Sensitivity.FIELD);
    }
  }

  private static boolean isAlmost(String read, String name) {
    return read.equals(name) || TypingSlip.between(read, name);
  }

  /** What of the name can be seen, also of one that is damaged, without hyphens and the like. */
  private static String letters(HeaderField field) {
    byte[] raw = field.raw();
    String start = new String(raw, 0, Math.min(raw.length, LONGEST_LOOKED_AT), ISO_8859_1);
    int colon = start.indexOf(':');
    return (colon < 0 ? start : start.substring(0, colon))
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9\\u0080-\\u00ff]", "");
  }

  private static Failure refusal(String key, String meant) {
    return Failure.of(550, "5.7.1", Words.beside(AlmostField.class).phrase(key, meant));
  }
}
