package org.sealpost.mark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sealpost.mime.HeaderField;

/**
 * Recognises Authentication-Results (RFC 8601) that claim to be ours. As RFC 8601 §5 demands they
 * are removed from what arrives, also where ARC carries them (RFC 8617): no honest chain has our
 * name. Pure.
 */
public final class OwnResults {
  /** Our authserv-id: below a domain that no server can have (RFC 6761 §6.3). */
  public static final String AUTHSERV_ID = "sealpost.localhost";

  private static final String SEEN = Skeleton.of(AUTHSERV_ID).letters();

  private OwnResults() {}

  static boolean isName(String name) {
    return name.equals("authentication-results") || name.equals("arc-authentication-results");
  }

  /**
   * Whether any reader might find our name in such a field: in other letters that look alike,
   * quoted, folded, or with comments in it or around it, ended or not. One with more readings than
   * any honest field counts.
   */
  static boolean areOurs(HeaderField field) {
    byte[] line = FieldValue.unfolded(FieldValue.of(field));
    Optional<Set<String>> all = Readings.of(line);
    if (all.isEmpty()) {
      return true;
    }
    Set<String> readings = new TreeSet<>(all.get());
    readings.add(withoutComments(new String(line, UTF_8)));
    return readings.stream()
        .anyMatch(
            reading ->
                Skeleton.of(reading).letters().contains(SEEN)
                    || Skeleton.of(withoutComments(reading)).letters().contains(SEEN));
  }

  private static String withoutComments(String text) {
    StringBuilder plain = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
        if (depth == 0 && i < text.length()) {
          plain.append(text.charAt(i));
        }
      } else if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth = Math.max(0, depth - 1);
      } else if (depth == 0) {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
