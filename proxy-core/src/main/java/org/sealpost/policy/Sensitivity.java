package org.sealpost.policy;

import java.util.Locale;
import java.util.regex.Pattern;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;
import org.sealpost.mime.HeaderField;

/**
 * Reads the header field {@code Sensitivity} (RFC 4021 §2.1.55). Comments, quotes, upper and lower
 * case do not count, and hyphens, underscores and blanks are alike. A value that is almost a
 * configured one refuses the mail: one slip away, or its last word alone as {@code Confidential} of
 * {@code Company-Confidential}. Any other asks for nothing. Pure.
 */
final class Sensitivity {
  static final String FIELD = "Sensitivity";

  private static final Pattern COMMENT = Pattern.compile("\\([^()]*+\\)");
  private static final Pattern QUOTE = Pattern.compile("[\"'`\\\\\\u2018-\\u201f\\u00ab\\u00bb]");
  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}\\p{C}_-]+");
  private static final int LONGEST_LOOKED_AT = 200;
  private static final int DEEPEST_COMMENT = 4;

  private Sensitivity() {}

  static boolean asksForEncryption(HeaderField field, TriggerWords words) throws Failure {
    String read = plain(field.decodedValue());
    for (String value : words.sensitivities()) {
      if (plain(value).equals(read)) {
        return true;
      }
    }
    for (String value : words.sensitivities()) {
      String wanted = plain(value);
      if (TypingSlip.between(read, wanted)
          || read.replace("-", "").equals(wanted.replace("-", ""))
          || (!read.isEmpty() && wanted.endsWith("-" + read))) {
        throw Failure.of(
            550,
            "5.7.1",
            Words.beside(Sensitivity.class).phrase("almost-sensitivity", Words.ascii(value)));
      }
    }
    return false;
  }

  private static String plain(String value) {
    String text = value.substring(0, Math.min(value.length(), LONGEST_LOOKED_AT));
    for (int i = 0; i < DEEPEST_COMMENT; i++) {
      text = COMMENT.matcher(text).replaceAll(" ");
    }
    String joined = BLANKS.matcher(QUOTE.matcher(text).replaceAll("")).replaceAll("-");
    return joined.replaceAll("^-|-$", "").toLowerCase(Locale.ROOT);
  }
}
