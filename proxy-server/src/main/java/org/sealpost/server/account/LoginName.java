package org.sealpost.server.account;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whom a client logs in as: the identity whose password or token it shows, not the one that it asks
 * to act for (in PLAIN: authcid, not authzid). Nothing else of a response is kept. Immutable.
 *
 * @param text empty where the client names nobody, or nobody that could be read
 */
public record LoginName(Optional<String> text) {
  private static final LoginName NONE = new LoginName(Optional.empty());
  private static final String EMPTY_RESPONSE = "=";
  private static final Pattern BAD_ESCAPE = Pattern.compile("=(?!2C|3D)");
  private static final String USER = "user=";
  private static final byte NUL = 0;
  private static final byte CONTROL_A = 1;

  /** A name that was said as it is. */
  public static LoginName of(String name) {
    return name.isEmpty() ? NONE : new LoginName(Optional.of(name));
  }

  /**
   * The name in a client's first response.
   *
   * @param response as it stands on the line, in base64; left as it is
   * @return empty if it is not base64
   */
  public static Optional<LoginName> in(SaslMechanism mechanism, byte[] response) {
    if (Arrays.equals(response, EMPTY_RESPONSE.getBytes(StandardCharsets.US_ASCII))) {
      // RFC 4954 §4: how an initial response without octets is written.
      return Optional.of(NONE);
    }
    byte[] octets;
    try {
      octets = Base64.getDecoder().decode(response);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    try {
      return Optional.of(in(mechanism, octets, octets.length));
    } finally {
      Arrays.fill(octets, NUL);
    }
  }

  private static LoginName in(SaslMechanism mechanism, byte[] octets, int length) {
    return switch (mechanism) {
      case PLAIN -> plain(octets);
      case LOGIN -> of(text(octets, new Span(0, length)));
      case CRAM_MD5 -> cramMd5(octets);
      case XOAUTH2 -> xoauth2(octets);
      case OAUTHBEARER -> oauthBearer(octets);
      case SCRAM_SHA_1, SCRAM_SHA_256 -> scram(octets);
    };
  }

  /** RFC 4616 §2: authzid, NUL, authcid, NUL, password. */
  private static LoginName plain(byte[] octets) {
    List<Span> parts = split(octets, NUL);
    return parts.size() == 3 ? of(text(octets, parts.get(1))) : NONE;
  }

  /** RFC 2195 §2: name, blank, digest; a name may have blanks itself. */
  private static LoginName cramMd5(byte[] octets) {
    List<Span> words = split(octets, (byte) ' ');
    return words.size() < 2 ? NONE : of(text(octets, new Span(0, words.getLast().from() - 1)));
  }

  /** Pairs between Control-A; which of two users a server would take is not known. */
  private static LoginName xoauth2(byte[] octets) {
    List<Span> users =
        split(octets, CONTROL_A).stream()
            .filter(part -> part.to() - part.from() >= USER.length())
            .filter(part -> text(octets, part.first(USER.length())).equalsIgnoreCase(USER))
            .toList();
    return users.size() == 1 ? attribute(octets, users, USER) : NONE;
  }

  /** RFC 7628 §3.1: a gs2-header, whose authzid is the name, then pairs between Control-A. */
  private static LoginName oauthBearer(byte[] octets) {
    Span header = split(octets, CONTROL_A).getFirst();
    List<Span> parts = split(Arrays.copyOf(octets, header.to()), (byte) ',');
    return parts.size() == 3 ? unescaped(attribute(octets, parts.subList(1, 2), "a=")) : NONE;
  }

  /** RFC 5802 §7: gs2-cbind-flag, authzid or nothing, then n= and what follows. */
  private static LoginName scram(byte[] octets) {
    List<Span> parts = split(octets, (byte) ',');
    return parts.size() < 3 ? NONE : unescaped(attribute(octets, parts.subList(2, 3), "n="));
  }

  /** The value of the first part that begins so. */
  private static LoginName attribute(byte[] octets, List<Span> parts, String prefix) {
    return parts.stream()
        .filter(part -> startsWith(octets, part, prefix))
        .findFirst()
        .map(part -> of(text(octets, new Span(part.from() + prefix.length(), part.to()))))
        .orElse(NONE);
  }

  /** A saslname (RFC 5801 §4); one that is not well-formed names nobody. */
  private static LoginName unescaped(LoginName escaped) {
    return escaped
        .text()
        .filter(name -> !BAD_ESCAPE.matcher(name).find())
        .map(name -> of(name.replace("=2C", ",").replace("=3D", "=")))
        .orElse(NONE);
  }

  /** A part of the octets, so that what stands beside a name is not copied. */
  private record Span(int from, int to) {
    Span first(int length) {
      return new Span(from, from + length);
    }
  }

  private static List<Span> split(byte[] octets, byte separator) {
    List<Span> parts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < octets.length; i++) {
      if (octets[i] == separator) {
        parts.add(new Span(from, i));
        from = i + 1;
      }
    }
    parts.add(new Span(from, octets.length));
    return parts;
  }

  private static boolean startsWith(byte[] octets, Span part, String prefix) {
    int end = part.from() + prefix.length();
    return end <= part.to()
        && Arrays.equals(
            octets,
            part.from(),
            end,
            prefix.getBytes(StandardCharsets.US_ASCII),
            0,
            prefix.length());
  }

  private static String text(byte[] octets, Span part) {
    return new String(octets, part.from(), part.to() - part.from(), StandardCharsets.UTF_8);
  }
}
