package org.sealpost.server.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Finds the user's name in a SASL response, and keeps nothing else of it. */
final class LoginName {
  private LoginName() {}

  /**
   * The name in a client's first response.
   *
   * @param mechanism in upper case
   * @param response as it stands on the line, in base64
   * @return empty if there is none, or if it cannot be read
   */
  static Optional<String> in(String mechanism, byte[] response) {
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(response);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    try {
      return switch (mechanism) {
        case "PLAIN" -> plain(decoded);
        case "LOGIN" -> Optional.of(text(decoded, 0, decoded.length));
        case "CRAM-MD5" -> before(decoded, lastIndexOf(decoded, ' '));
        case "XOAUTH2" -> behind(decoded, "user=", (byte) 1);
        case "OAUTHBEARER" -> behind(decoded, "n,a=", (byte) ',');
        default -> Optional.empty();
      };
    } finally {
      Arrays.fill(decoded, (byte) 0);
    }
  }

  /** RFC 4616: authorization identity, NUL, authentication identity, NUL, password. */
  private static Optional<String> plain(byte[] decoded) {
    int first = indexOf(decoded, (byte) 0, 0);
    int second = first < 0 ? -1 : indexOf(decoded, (byte) 0, first + 1);
    return second < 0 ? Optional.empty() : Optional.of(text(decoded, first + 1, second));
  }

  private static Optional<String> before(byte[] decoded, int end) {
    return end < 0 ? Optional.empty() : Optional.of(text(decoded, 0, end));
  }

  private static Optional<String> behind(byte[] decoded, String prefix, byte end) {
    int to = indexOf(decoded, end, prefix.length());
    boolean there = to >= 0 && text(decoded, 0, prefix.length()).equals(prefix);
    return there ? Optional.of(text(decoded, prefix.length(), to)) : Optional.empty();
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  private static int indexOf(byte[] bytes, byte wanted, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  private static int lastIndexOf(byte[] bytes, char wanted) {
    for (int i = bytes.length - 1; i >= 0; i--) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }
}
