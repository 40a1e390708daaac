package org.sealpost.unmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealpost.mime.Entity;

/** The charsets that a text may be in. */
final class Charsets {
  /** What programs write without saying so. */
  static final List<Charset> UNDECLARED =
      List.of(
          Charset.forName("Big5"),
          Charset.forName("GB18030"),
          Charset.forName("Shift_JIS"),
          Charset.forName("EUC-JP"),
          Charset.forName("EUC-KR"));

  private static final int CHUNK = 1 << 13;
  private static final String ASCII =
      "\t\r\n !\"#$%&'()*+,-./0123456789:;<=>?@ABCXYZ[]^_`abcxyz{|}";

  private Charsets() {}

  /**
   * What the text in a part is to be read as: what is declared, but UTF-8 where it is that under
   * the name of ASCII or a Latin charset; where nothing is declared and it is not, each of those
   * that it may be.
   */
  static List<Charset> of(Entity part) throws IOException {
    Optional<Charset> declared = declared(part);
    if (declared.filter(charset -> !isWestern(charset)).isPresent()) {
      return List.of(declared.get());
    }
    if (isUtf8(part)) {
      return List.of(UTF_8);
    }
    String beginning = AttachedText.beginning(part);
    if (beginning.startsWith("\u00ff\u00fe")) {
      return List.of(UTF_16LE);
    }
    if (beginning.startsWith("\u00fe\u00ff")) {
      return List.of(UTF_16BE);
    }
    if (declared.filter(charset -> !charset.equals(US_ASCII)).isPresent()) {
      return List.of(declared.get());
    }
    List<Charset> all = new ArrayList<>(List.of(UTF_8, ISO_8859_1));
    all.addAll(UNDECLARED);
    return all;
  }

  private static Optional<Charset> declared(Entity part) {
    try {
      return part.typeParameter("charset")
          .map(String::strip)
          .filter(name -> !name.isEmpty())
          .map(name -> Charset.forName(MimeUtility.javaCharset(name)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isWestern(Charset charset) {
    String name = charset.name().toLowerCase(Locale.ROOT);
    return charset.equals(US_ASCII)
        || name.startsWith("iso-8859-")
        || name.startsWith("windows-125");
  }

  /** Whether bytes below 128 are ASCII wherever a character may begin. */
  static boolean keepAscii(Charset charset) {
    return !hasStates(charset) && new String(ASCII.getBytes(US_ASCII), charset).equals(ASCII);
  }

  /** Whether escape sequences switch between sets of characters (ISO 2022). */
  static boolean hasStates(Charset charset) {
    return charset.name().toUpperCase(Locale.ROOT).contains("2022");
  }

  private static boolean isUtf8(Entity part) throws IOException {
    CharsetDecoder decoder = UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK);
    CharBuffer unused = CharBuffer.allocate(CHUNK);
    try (InputStream in = part.decodedBody()) {
      while (true) {
        int n = in.read(bytes.array(), bytes.position(), bytes.remaining());
        boolean last = n < 0;
        bytes.position(bytes.position() + Math.max(0, n)).flip();
        if (decoder.decode(bytes, unused.clear(), last).isError()) {
          return false;
        }
        if (last) {
          return true;
        }
        bytes.compact();
      }
    }
  }
}
