package org.sealpost.unmark;

import java.util.Locale;
import java.util.Set;
import org.sealpost.mime.HeaderField;

/** Recognises the Authentication-Results (RFC 8601) that we put on opened mails. Pure. */
final class OwnResults {
  private static final String SERVER = "sealpost.localhost";
  private static final Set<String> NAMES =
      Set.of(
          "authentication-results",
          "arc-authentication-results",
          "x-original-authentication-results",
          "original-authentication-results");

  private OwnResults() {}

  /** Whether the authserv-id is ours, whatever comments and quotes are around it. */
  static boolean isOurs(HeaderField field) {
    return NAMES.contains(field.name().toLowerCase(Locale.ROOT))
        && server(field.value()).equals(SERVER);
  }

  private static String server(String value) {
    StringBuilder server = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      } else if (depth <= 0 && c == ';') {
        break;
      } else if (depth <= 0 && c != '"') {
        server.append(c);
      }
    }
    String words = server.toString().strip().toLowerCase(Locale.ROOT);
    // A version may follow (RFC 8601 §2.2).
    return words.split("\\s", 2)[0];
  }
}
