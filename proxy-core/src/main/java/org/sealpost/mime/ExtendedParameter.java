package org.sealpost.mime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** Writes parameters of Content-Type and Content-Disposition (RFC 2045 §5.1, RFC 2231). */
final class ExtendedParameter {
  private static final int LONGEST = 60;
  private static final String UNENCODED = "!#$&+-.^_`|~";

  private ExtendedParameter() {}

  /** Quoted where that does, in RFC 2231's form and sections where not. */
  static String write(String name, String value) {
    boolean plain = value.length() <= LONGEST && value.chars().allMatch(c -> c >= ' ' && c < 127);
    return plain ? "; " + name + "=" + quoted(value) : extended(name, value);
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String extended(String name, String value) {
    List<String> sections = new ArrayList<>();
    StringBuilder section = new StringBuilder("UTF-8''");
    for (byte b : value.getBytes(UTF_8)) {
      String next = encoded(b);
      if (section.length() + next.length() > LONGEST) {
        sections.add(section.toString());
        section.setLength(0);
      }
      section.append(next);
    }
    if (sections.isEmpty()) {
      return "; " + name + "*=" + section;
    }
    sections.add(section.toString());
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < sections.size(); i++) {
      all.append("; ").append(name).append('*').append(i).append("*=").append(sections.get(i));
    }
    return all.toString();
  }

  private static String encoded(byte b) {
    boolean plain = b > 0 && (Character.isLetterOrDigit(b) || UNENCODED.indexOf(b) >= 0);
    return plain ? String.valueOf((char) b) : String.format("%%%02X", b);
  }
}
