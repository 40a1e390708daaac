package org.sealpost.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Decodes encoded words (RFC 2047) wherever they stand, also inside words and quotes, as mail in
 * the wild has them. Neighbours in one charset are joined as bytes, since some senders cut
 * characters in two. What is damaged stays as it is.
 */
final class EncodedWords {
  /** Looking up a charset that no one has is slow: after these it is not tried. */
  private static final int MOST_CHARSETS = 30;

  private static final int LONGEST_CHARSET = 60;

  private EncodedWords() {}

  static String utf8OrLatin1(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, ISO_8859_1);
    }
  }

  /**
   * The charset of the first encoded word that is in one we cannot decode; a program that can shows
   * other text than {@link #decode} gives.
   */
  static Optional<String> unknownCharset(String text) {
    Map<String, Optional<Charset>> charsets = new HashMap<>();
    int lastEnd = text.lastIndexOf("?=");
    int start = text.indexOf("=?");
    while (start >= 0 && start < lastEnd) {
      Optional<Word> word = Word.at(text, start);
      if (word.isPresent()) {
        String name = word.get().charset;
        boolean tried = charsets.containsKey(name) || charsets.size() < MOST_CHARSETS;
        if (!tried || charsets.computeIfAbsent(name, EncodedWords::charset).isEmpty()) {
          return Optional.of(name);
        }
      }
      start = text.indexOf("=?", word.map(Word::end).orElse(start + 2));
    }
    return Optional.empty();
  }

  static String decode(String text) {
    if (!text.contains("=?")) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    ByteArrayOutputStream run = new ByteArrayOutputStream();
    String runCharset = "";
    int at = 0;
    int lastEnd = text.lastIndexOf("?=");
    Map<String, Optional<Charset>> charsets = new HashMap<>();
    while (at < text.length()) {
      int start = text.indexOf("=?", at);
      Optional<Word> word = start < 0 || start > lastEnd ? Optional.empty() : Word.at(text, start);
      int gapEnd = start < 0 ? text.length() : word.isPresent() ? start : start + 2;
      String gap = text.substring(at, gapEnd);
      boolean joins = word.isPresent() && run.size() > 0 && gap.isBlank();
      if (!joins || !word.get().charset.equals(runCharset)) {
        out.append(decodeRun(run, runCharset, charsets));
        run.reset();
      }
      if (!joins) {
        out.append(gap);
      }
      if (word.isPresent()) {
        run.writeBytes(word.get().bytes);
        runCharset = word.get().charset;
      }
      at = word.map(Word::end).orElse(gapEnd);
    }
    return out.append(decodeRun(run, runCharset, charsets)).toString();
  }

  private static String decodeRun(
      ByteArrayOutputStream run, String name, Map<String, Optional<Charset>> charsets) {
    if (run.size() == 0) {
      return "";
    }
    boolean known = charsets.containsKey(name) || charsets.size() < MOST_CHARSETS;
    Optional<Charset> charset =
        known ? charsets.computeIfAbsent(name, EncodedWords::charset) : Optional.empty();
    byte[] bytes = run.toByteArray();
    return charset.map(found -> new String(bytes, found)).orElseGet(() -> utf8OrLatin1(bytes));
  }

  /** In the named charset; where that is unknown, UTF-8 or ISO-8859-1. */
  static String decodeBytes(byte[] bytes, String name) {
    return charset(name)
        .map(charset -> new String(bytes, charset))
        .orElseGet(() -> utf8OrLatin1(bytes));
  }

  private static Optional<Charset> charset(String name) {
    try {
      return name.isEmpty()
          ? Optional.empty()
          : Optional.of(Charset.forName(MimeUtility.javaCharset(name)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private record Word(String charset, byte[] bytes, int end) {
    /** The end is looked for last, and found words are behind it then: linear for any text. */
    static Optional<Word> at(String text, int start) {
      int charsetEnd = text.indexOf('?', start + 2);
      boolean complete =
          charsetEnd > start + 2
              && charsetEnd - start < LONGEST_CHARSET
              && charsetEnd + 2 < text.length()
              && text.charAt(charsetEnd + 2) == '?';
      if (!complete) {
        return Optional.empty();
      }
      String charset = text.substring(start + 2, charsetEnd).toLowerCase(Locale.ROOT);
      char encoding = Character.toLowerCase(text.charAt(charsetEnd + 1));
      boolean known = encoding == 'b' || encoding == 'q';
      if (!known || charset.chars().anyMatch(c -> c <= ' ' || c > 126)) {
        return Optional.empty();
      }
      int end = text.indexOf("?=", charsetEnd + 3);
      if (end < 0) {
        return Optional.empty();
      }
      String encoded = text.substring(charsetEnd + 3, end);
      byte[] bytes =
          encoding == 'b' ? Base64Input.decode(encoded.getBytes(ISO_8859_1)) : decodeQ(encoded);
      return Optional.of(new Word(withoutLanguage(charset), bytes, end + 2));
    }

    /** RFC 2231 §5. */
    private static String withoutLanguage(String charset) {
      int language = charset.indexOf('*');
      return language < 0 ? charset : charset.substring(0, language);
    }

    private static byte[] decodeQ(String encoded) {
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
}
