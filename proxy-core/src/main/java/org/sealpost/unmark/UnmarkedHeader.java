package org.sealpost.unmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealpost.mark.OwnFields;
import org.sealpost.mime.Header;
import org.sealpost.mime.HeaderField;

/**
 * Takes our marks out of headers. Fields without one keep their bytes. Immutable.
 *
 * @param recogniser of the mark in fields; without it only fields of our own go
 */
record UnmarkedHeader(Optional<Recogniser> recogniser) {
  private static final Pattern ENCODED_WORDS =
      Pattern.compile(
          "=\\?[^?\\s]{1,60}\\?[bBqQ]\\?[^?\\s]*+\\?=(?:\\s++=\\?[^?\\s]{1,60}\\?[bBqQ]\\?[^?\\s]*+\\?=)*+");

  /** Fields of which only phrases and comments may be encoded anew (RFC 2047 §5). */
  private static final Set<String> STRUCTURED =
      Set.of(
          "from",
          "sender",
          "reply-to",
          "to",
          "cc",
          "bcc",
          "resent-from",
          "resent-sender",
          "resent-reply-to",
          "resent-to",
          "resent-cc",
          "resent-bcc",
          "return-path",
          "errors-to",
          "mail-followup-to",
          "mail-reply-to",
          "disposition-notification-to",
          "content-type",
          "content-disposition",
          "");

  private static final Pattern LEADING_LINE_ENDS = Pattern.compile("\\A(?:[ \\t]*\\r?\\n)+");

  private static final Set<String> FILE_NAMES = Set.of("name", "filename");

  /**
   * A header as it leaves.
   *
   * @param outermost whether it is the mail's own, of which our fields are taken elsewhere: one of
   *     them is for us to read
   */
  Header of(Header header, boolean outermost) {
    List<HeaderField> fields = new ArrayList<>();
    for (HeaderField field : header.fields()) {
      boolean ours = !outermost && OwnFields.isOurs(field);
      if (!ours && !OwnResults.isOurs(field)) {
        fields.add(recogniser.map(it -> unmarked(field, it)).orElse(field));
      }
    }
    // What has nothing left is no line any more, least of all the empty one that ends a header.
    fields.removeIf(field -> field.raw().length == 0);
    return Header.of(fields);
  }

  /** Whether a field other than our own would change. */
  boolean hasMark(Header header) {
    return header.fields().stream()
        .anyMatch(field -> recogniser.filter(it -> unmarked(field, it) != field).isPresent());
  }

  private static HeaderField unmarked(HeaderField field, Recogniser recogniser) {
    if (field.is("Content-Type") || field.is("Content-Disposition")) {
      HeaderField changed =
          field.withParameters((name, value) -> parameter(name, value, recogniser)).orElse(field);
      return inPlace(changed, recogniser);
    }
    if (STRUCTURED.contains(field.name().toLowerCase(Locale.ROOT))) {
      return inPlace(field, recogniser);
    }
    String decoded = field.decodedValue();
    String clean = recogniser.clean(decoded, false);
    if (!clean.equals(decoded)) {
      return HeaderField.of(field.name(), clean);
    }
    return undeclared(field, recogniser);
  }

  private static String parameter(String name, String value, Recogniser recogniser) {
    return name.equals("boundary") ? value : recogniser.clean(value, FILE_NAMES.contains(name));
  }

  /** What stands there without an encoding, in a charset that nothing names. */
  private static HeaderField undeclared(HeaderField field, Recogniser recogniser) {
    byte[] raw = field.raw();
    if (isUtf8(raw)) {
      return field;
    }
    for (Charset charset : Charsets.UNDECLARED) {
      String text = new String(raw, charset);
      String clean = recogniser.clean(text, false);
      if (!clean.equals(text)) {
        return parsed(clean, charset);
      }
    }
    return field;
  }

  private static boolean isUtf8(byte[] raw) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(raw));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** Encoded words with a mark are encoded anew, others and all else stay. */
  private static HeaderField inPlace(HeaderField field, Recogniser recogniser) {
    byte[] raw = field.raw();
    Charset charset = isUtf8(raw) ? UTF_8 : ISO_8859_1;
    String text = new String(raw, charset);
    WordDecoder decoder = new WordDecoder();
    Matcher words = ENCODED_WORDS.matcher(text);
    StringBuilder changed = new StringBuilder();
    while (words.find()) {
      String decoded = decoder.decoded(words.group());
      String clean = recogniser.clean(decoded, false);
      String replacement = clean.equals(decoded) ? words.group() : encoded(clean);
      words.appendReplacement(changed, Matcher.quoteReplacement(replacement));
    }
    words.appendTail(changed);
    String clean = recogniser.clean(changed.toString(), false);
    return clean.equals(text) ? field : parsed(clean, charset);
  }

  /** As encoded words, also what is ASCII: a phrase need not take it as it is. */
  private static String encoded(String text) {
    String value = HeaderField.of("X", text).value();
    boolean atoms =
        text.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == ' '));
    boolean encoded = value.startsWith("=?");
    return encoded || atoms ? value : '"' + text.replaceAll("[\"\\\\\\p{Cntrl}]", " ") + '"';
  }

  private static HeaderField parsed(String text, Charset charset) {
    return new HeaderField(LEADING_LINE_ENDS.matcher(text).replaceFirst("").getBytes(charset));
  }
}
