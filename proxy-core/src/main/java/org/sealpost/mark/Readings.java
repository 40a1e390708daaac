package org.sealpost.mark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What different programs show of one field: they differ in what they take raw octets for, whether
 * they join neighbouring encoded words (RFC 2047) before they decode them, whether they believe the
 * charset, and whether they decode again what they decoded. Pure.
 */
final class Readings {
  private static final int DEEPEST = 3;

  /** In characters to decode. */
  private static final long WORK = 1 << 12;

  private static final long WORK_PER_OCTET = 12;

  private static final List<Charset> RAW =
      List.of(UTF_8, Charset.forName("Big5-HKSCS"), Charset.forName("GB18030"), ISO_8859_1);
  private static final List<Charset> RAW_ESCAPED =
      List.of(UTF_8, Charset.forName("ISO-2022-JP"), Charset.forName("ISO-2022-KR"));

  private enum Manner {
    JOINED,
    APART,
    AS_UTF_8,
    AS_BIG5
  }

  private Readings() {}

  /**
   * All of them; the first is what most programs show. None if there is more to read in the field
   * than in any honest one: the work is bound to its length.
   *
   * @param line the value, unfolded
   */
  static Optional<Set<String>> of(byte[] line) {
    Set<String> all = new LinkedHashSet<>();
    long left = WORK + WORK_PER_OCTET * line.length;
    for (Charset raw : rawCharsets(line)) {
      String text = new String(line, raw);
      if (text.contains("=?")) {
        for (Manner manner : Manner.values()) {
          String now = text;
          for (int depth = 0; depth < DEEPEST && now.contains("=?"); depth++) {
            left -= now.length();
            if (left < 0) {
              return Optional.empty();
            }
            now = decode(now, manner);
            all.add(now);
          }
        }
      }
      all.add(text);
    }
    return Optional.of(all);
  }

  /** What most programs show. */
  static String plain(byte[] line) {
    return decode(new String(line, rawCharsets(line).getFirst()), Manner.JOINED);
  }

  private static List<Charset> rawCharsets(byte[] line) {
    boolean escaped = false;
    for (byte octet : line) {
      if (octet < 0) {
        return RAW;
      }
      escaped |= octet == 0x1b || octet == 0x0e;
    }
    return escaped ? RAW_ESCAPED : List.of(UTF_8);
  }

  private static String decode(String text, Manner manner) {
    StringBuilder out = new StringBuilder(text.length());
    ByteArrayOutputStream run = new ByteArrayOutputStream();
    String charset = "";
    int lastEnd = text.lastIndexOf("?=");
    int at = 0;
    while (at < text.length()) {
      int start = text.indexOf("=?", at);
      Optional<EncodedWord> word =
          start < 0 || start > lastEnd ? Optional.empty() : EncodedWord.at(text, start);
      int gapEnd = start < 0 ? text.length() : word.isPresent() ? start : start + 2;
      String gap = text.substring(at, gapEnd);
      boolean adjoins = word.isPresent() && run.size() > 0 && gap.isBlank();
      boolean joins =
          adjoins
              && manner != Manner.APART
              && (manner != Manner.JOINED || word.get().charset().equals(charset));
      if (!joins) {
        out.append(text(run, charset, manner));
        run.reset();
      }
      if (!adjoins) {
        out.append(gap);
      }
      if (word.isPresent()) {
        run.writeBytes(word.get().octets());
        charset = word.get().charset();
      }
      at = word.map(EncodedWord::end).orElse(gapEnd);
    }
    return out.append(text(run, charset, manner)).toString();
  }

  private static String text(ByteArrayOutputStream run, String charset, Manner manner) {
    return switch (manner) {
      case JOINED, APART -> Charsets.decode(run.toByteArray(), charset);
      case AS_UTF_8 -> Charsets.decode(run.toByteArray(), "utf-8");
      case AS_BIG5 -> Charsets.decode(run.toByteArray(), "big5-hkscs");
    };
  }
}
