package org.sealpost.mark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Decodes octets by the name of a charset, also by two that Java lacks and mail programs have:
 * UTF-7 (RFC 2152) and HZ (RFC 1843). Pure.
 */
final class Charsets {
  /** All names: to look up a charset that no one has is slow. */
  private static final Map<String, Charset> KNOWN = known();

  private Charsets() {}

  private static Map<String, Charset> known() {
    Map<String, Charset> known = new HashMap<>();
    for (Charset charset : Charset.availableCharsets().values()) {
      known.put(charset.name().toLowerCase(Locale.ROOT), charset);
      charset.aliases().forEach(alias -> known.put(alias.toLowerCase(Locale.ROOT), charset));
    }
    return Map.copyOf(known);
  }

  /** As UTF-8 where the charset is unknown; what is damaged is replaced. */
  static String decode(byte[] octets, String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    if (plain.endsWith("utf7")) {
      return utf7(new String(octets, ISO_8859_1));
    }
    if (plain.startsWith("hz")) {
      return hz(octets);
    }
    return new String(octets, named(name).orElse(UTF_8));
  }

  private static Optional<Charset> named(String name) {
    String java = name.isEmpty() ? "" : MimeUtility.javaCharset(name);
    return Optional.ofNullable(KNOWN.get(java.toLowerCase(Locale.ROOT)));
  }

  private static String utf7(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '+') {
        out.append(c);
        continue;
      }
      int end = at;
      while (end < text.length() && isBase64(text.charAt(end))) {
        end++;
      }
      out.append(end == at ? "+" : new String(base64(text.substring(at, end)), UTF_16BE));
      at = end < text.length() && text.charAt(end) == '-' ? end + 1 : end;
    }
    return out.toString();
  }

  private static boolean isBase64(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/';
  }

  /** Less what does not fill a UTF-16 unit. */
  private static byte[] base64(String digits) {
    int whole = digits.length() % 4 == 1 ? digits.length() - 1 : digits.length();
    byte[] octets = Base64.getDecoder().decode(digits.substring(0, whole));
    return octets.length % 2 == 0 ? octets : Arrays.copyOf(octets, octets.length - 1);
  }

  private static String hz(byte[] octets) {
    ByteArrayOutputStream gb = new ByteArrayOutputStream(octets.length);
    boolean chinese = false;
    for (int i = 0; i < octets.length; i++) {
      int next = i + 1 < octets.length ? octets[i + 1] : 0;
      if (octets[i] == '~' && (next == '{' || next == '}' || next == '~')) {
        chinese = next == '{' || (chinese && next == '~');
        i++;
        if (next == '~') {
          gb.write('~');
        }
      } else {
        gb.write(chinese && octets[i] > ' ' ? octets[i] | 0x80 : octets[i]);
      }
    }
    return new String(gb.toByteArray(), Charset.forName("GB18030"));
  }
}
