package org.sealpost.server.pop3;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Finds out whom a client's authentication response is for; nothing else of it is looked at. */
final class SaslUser {
  private SaslUser() {}

  /**
   * The user names in a client's response, the one that matters most first; none where it names
   * none.
   *
   * @param mechanism in upper case
   * @return empty where the response is no Base64
   */
  static Optional<List<String>> in(String mechanism, String base64) {
    byte[] octets;
    try {
      octets = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    String response = new String(octets, StandardCharsets.UTF_8);
    return Optional.of(
        switch (mechanism) {
          case "PLAIN" -> plain(response);
          case "LOGIN" -> List.of(response);
          case "CRAM-MD5" -> cramMd5(response);
          case "XOAUTH2" -> xoauth2(response);
          case "OAUTHBEARER" -> oauthBearer(response);
          default -> throw new IllegalArgumentException(mechanism);
        });
  }

  /** RFC 4616 §2: whose mails, who asks, password. */
  private static List<String> plain(String response) {
    String[] parts = response.split("\0", -1);
    if (parts.length != 3) {
      return List.of();
    }
    return parts[0].isEmpty() ? List.of(parts[1]) : List.of(parts[0], parts[1]);
  }

  /** RFC 2195 §2: user, blank, digest. */
  private static List<String> cramMd5(String response) {
    int blank = response.lastIndexOf(' ');
    return blank < 0 ? List.of() : List.of(response.substring(0, blank));
  }

  /** {@code user=...^Aauth=...^A^A}. */
  private static List<String> xoauth2(String response) {
    for (String pair : response.split("\1", -1)) {
      if (pair.startsWith("user=")) {
        return List.of(pair.substring("user=".length()));
      }
    }
    return List.of();
  }

  /** RFC 7628 §3.1, RFC 5801 §4: {@code n,a=user,^A...}; the name may be missing. */
  private static List<String> oauthBearer(String response) {
    String[] header = response.split(",", 3);
    if (header.length < 3 || !header[1].startsWith("a=")) {
      return List.of();
    }
    return List.of(header[1].substring(2).replace("=2C", ",").replace("=3D", "="));
  }
}
