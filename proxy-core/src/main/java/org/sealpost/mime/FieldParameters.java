package org.sealpost.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;

/**
 * The value of a Content-Type or Content-Disposition field taken apart (RFC 2045 §5.1, RFC 2183,
 * RFC 2231), with leniency: quotes and semicolons may be missing, of a parameter given twice the
 * first counts. Characters are bytes (ISO-8859-1) until a parameter is decoded. Immutable.
 */
final class FieldParameters {
  static final FieldParameters NONE = new FieldParameters("", Map.of());

  private static final int LONGEST_NAME = 60;
  private static final int MOST_PARAMETERS = 1000;

  private final String value;
  private final Map<String, String> parameters;

  private FieldParameters(String value, Map<String, String> parameters) {
    this.value = value;
    this.parameters = parameters;
  }

  static FieldParameters of(HeaderField field) {
    return new Parser(field.latin1Value()).parse();
  }

  /** The first word before the parameters, in lower case. */
  String value() {
    return value;
  }

  /** With a parameter set, all its other forms gone. */
  FieldParameters with(String name, String text) {
    Map<String, String> changed = new LinkedHashMap<>(parameters);
    changed.keySet().removeIf(key -> baseName(key).equals(name));
    changed.put(name, text);
    return new FieldParameters(value, changed);
  }

  /** With each decoded value changed; empty if none is another then. */
  Optional<FieldParameters> changed(BinaryOperator<String> change) {
    FieldParameters result = this;
    for (String name : names()) {
      String before = decoded(name).orElse("");
      String after = change.apply(name, before);
      if (!after.equals(before)) {
        // Bytes, as all that is held here: a parameter in the plain form is decoded from UTF-8.
        result = result.with(name, new String(after.getBytes(UTF_8), ISO_8859_1));
      }
    }
    return result == this ? Optional.empty() : Optional.of(result);
  }

  private Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    parameters.keySet().forEach(key -> names.add(baseName(key)));
    return names;
  }

  /** A field with these parameters, in 7-bit whatever they hold. */
  HeaderField toField(String name, String fieldValue) {
    StringBuilder text = new StringBuilder(fieldValue);
    for (String parameter : names()) {
      decoded(parameter)
          .filter(decoded -> isToken(parameter))
          .ifPresent(decoded -> text.append(ExtendedParameter.write(parameter, decoded)));
    }
    return HeaderField.of(name, text.toString());
  }

  private static boolean isToken(String name) {
    return name.length() <= LONGEST_NAME
        && name.chars().allMatch(c -> c > ' ' && c < 127 && "()<>@,;:\\\"/[]?=".indexOf(c) < 0);
  }

  private static String baseName(String key) {
    int mark = key.indexOf('*');
    return mark < 0 ? key : key.substring(0, mark);
  }

  /** The bytes of a parameter given in the plain form. */
  Optional<byte[]> bytes(String name) {
    return Optional.ofNullable(parameters.get(name)).map(text -> text.getBytes(ISO_8859_1));
  }

  /** A parameter with RFC 2231 and RFC 2047 forms decoded; the former wins. */
  Optional<String> decoded(String name) {
    String key = name.toLowerCase(Locale.ROOT);
    String extended = parameters.get(key + "*");
    if (extended != null) {
      return Optional.of(new Extended().add(extended, true).decode());
    }
    Optional<String> continued = continued(key);
    return continued.isPresent()
        ? continued
        : bytes(key).map(bytes -> EncodedWords.decode(EncodedWords.utf8OrLatin1(bytes)));
  }

  /** Sections count from 0 without a gap (RFC 2231 §3). */
  private Optional<String> continued(String key) {
    Extended all = new Extended();
    int section = 0;
    while (true) {
      String plain = parameters.get(key + "*" + section);
      String extended = parameters.get(key + "*" + section + "*");
      if (plain == null && extended == null) {
        return section == 0 ? Optional.empty() : Optional.of(all.decode());
      }
      all.add(extended != null ? extended : plain, extended != null);
      section++;
    }
  }

  /** The bytes of a parameter in RFC 2231 form and their charset. */
  private static final class Extended {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private String charset = "";
    private boolean started;

    Extended add(String section, boolean encoded) {
      String text = section;
      if (!started && encoded) {
        int first = section.indexOf('\'');
        int second = section.indexOf('\'', first + 1);
        if (first >= 0 && second > first) {
          charset = section.substring(0, first);
          text = section.substring(second + 1);
        }
      }
      started = true;
      bytes.writeBytes(encoded ? percentDecoded(text) : text.getBytes(ISO_8859_1));
      return this;
    }

    String decode() {
      return EncodedWords.decodeBytes(bytes.toByteArray(), charset);
    }

    private static byte[] percentDecoded(String text) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '%' && i + 2 < text.length()) {
          int high = Character.digit(text.charAt(i + 1), 16);
          int low = Character.digit(text.charAt(i + 2), 16);
          if (high >= 0 && low >= 0) {
            out.write((high << 4) | low);
            i += 2;
            continue;
          }
        }
        out.write(c);
      }
      return out.toByteArray();
    }
  }

  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    FieldParameters parse() {
      String value = token(";").toLowerCase(Locale.ROOT).split("[\\x00-\\x20\\x7f]", 2)[0];
      Map<String, String> parameters = new LinkedHashMap<>();
      while (at < text.length()) {
        at++;
        String name = token(";=").toLowerCase(Locale.ROOT);
        if (at < text.length() && text.charAt(at) == '=') {
          at++;
          String parameter = parameterValue();
          if (!name.isEmpty() && parameters.size() < MOST_PARAMETERS) {
            parameters.putIfAbsent(name, parameter);
          }
        }
      }
      return new FieldParameters(value, parameters);
    }

    /** Up to one of the stops, without blanks at the ends and without comments. */
    private String token(String stops) {
      StringBuilder token = new StringBuilder();
      while (at < text.length() && stops.indexOf(text.charAt(at)) < 0) {
        if (text.charAt(at) == '(') {
          skipComment();
        } else {
          token.append(text.charAt(at++));
        }
      }
      return token.toString().strip();
    }

    private String parameterValue() {
      while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
        at++;
      }
      if (at < text.length() && text.charAt(at) == '"') {
        String quoted = quoted();
        while (at < text.length() && text.charAt(at) != ';') {
          at++;
        }
        return quoted;
      }
      int start = at;
      while (at < text.length() && text.charAt(at) != ';') {
        at++;
      }
      return withoutComment(text.substring(start, at)).strip();
    }

    private static String withoutComment(String token) {
      int comment = token.indexOf(" (");
      return comment < 0 ? token : token.substring(0, comment);
    }

    private String quoted() {
      StringBuilder out = new StringBuilder();
      at++;
      while (at < text.length() && text.charAt(at) != '"') {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        out.append(text.charAt(at++));
      }
      at++;
      return out.toString();
    }

    private void skipComment() {
      int depth = 0;
      while (at < text.length()) {
        char c = text.charAt(at++);
        if (c == '\\') {
          at++;
        } else if (c == '(') {
          depth++;
        } else if (c == ')' && --depth == 0) {
          return;
        }
      }
      at = Math.min(at, text.length());
    }
  }
}
