package org.sealpost.server.setup;

import static java.util.Map.entry;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Providers at which the password that their web pages take is not enough for a mail program. Their
 * servers do not say so before somebody logs in, so it has to be known.
 */
enum Provider {
  /** Takes a password made for the program. */
  GOOGLE,
  /** Takes tokens alone, and gives them only for its own names. */
  MICROSOFT,
  /** Takes a password made for the program. */
  YAHOO,
  /** Takes a password made for the program, and has no POP3. */
  APPLE;

  private static final Map<String, Provider> BY_DOMAIN =
      Map.ofEntries(
          entry("gmail.com", GOOGLE),
          entry("googlemail.com", GOOGLE),
          entry("google.com", GOOGLE),
          entry("outlook.com", MICROSOFT),
          entry("office365.com", MICROSOFT),
          entry("hotmail.com", MICROSOFT),
          entry("hotmail.com.tw", MICROSOFT),
          entry("live.com", MICROSOFT),
          entry("msn.com", MICROSOFT),
          entry("yahoo.com", YAHOO),
          entry("yahoo.com.tw", YAHOO),
          entry("ymail.com", YAHOO),
          entry("aol.com", YAHOO),
          entry("icloud.com", APPLE),
          entry("me.com", APPLE),
          entry("mac.com", APPLE));

  /** Whose a host, or the domain of an address, is. */
  static Optional<Provider> of(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    while (!BY_DOMAIN.containsKey(name) && name.contains(".")) {
      name = name.substring(name.indexOf('.') + 1);
    }
    return Optional.ofNullable(BY_DOMAIN.get(name));
  }
}
