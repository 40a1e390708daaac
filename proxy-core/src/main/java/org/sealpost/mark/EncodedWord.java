package org.sealpost.mark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * An encoded word (RFC 2047) as lenient programs see one: without a charset, with blanks in it, in
 * the midst of a word.
 *
 * @param charset in lower case, without a language (RFC 2231 §5)
 * @param end behind its last character
 */
record EncodedWord(String charset, byte[] octets, int end) {
  private static final int LONGEST_CHARSET = 60;

  /** The one that begins there, if one does. Linear. */
  static Optional<EncodedWord> at(String text, int start) {
    int charsetEnd = text.indexOf('?', start + 2);
    boolean begun =
        charsetEnd >= 0
            && charsetEnd - start < LONGEST_CHARSET
            && charsetEnd + 2 < text.length()
            && text.charAt(charsetEnd + 2) == '?';
    if (!begun) {
      return Optional.empty();
    }
    char encoding = Character.toLowerCase(text.charAt(charsetEnd + 1));
    boolean known = encoding == 'b' || encoding == 'q';
    int end = known ? text.indexOf("?=", charsetEnd + 3) : -1;
    if (end < 0) {
      return Optional.empty();
    }
    String charset = text.substring(start + 2, charsetEnd).strip().toLowerCase(Locale.ROOT);
    int language = charset.indexOf('*');
    String encoded = text.substring(charsetEnd + 3, end);
    return Optional.of(
        new EncodedWord(
            language < 0 ? charset : charset.substring(0, language),
            encoding == 'b' ? base64(encoded) : quotedPrintable(encoded),
            end + 2));
  }

  /** What is no digit is skipped; each group of digits before padding stands for itself. */
  private static byte[] base64(String encoded) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String group : encoded.replaceAll("[^A-Za-z0-9+/=]", "").split("=+", -1)) {
      int whole = group.length() % 4 == 1 ? group.length() - 1 : group.length();
      out.writeBytes(Base64.getDecoder().decode(group.substring(0, whole)));
    }
    return out.toByteArray();
  }

  private static byte[] quotedPrintable(String encoded) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '=' && i + 2 < encoded.length()) {
        int high = Character.digit(encoded.charAt(i + 1), 16);
        int low = Character.digit(encoded.charAt(i + 2), 16);
        if (high >= 0 && low >= 0) {
          out.write((high << 4) | low);
          i += 2;
          continue;
        }
      }
      out.writeBytes(c == '_' ? new byte[] {' '} : String.valueOf(c).getBytes(UTF_8));
    }
    return out.toByteArray();
  }
}
