package org.sealpost.server.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Lets in the browser of this machine's user, and nobody else: other users of the machine can
 * connect to the port too, and so can any page that is open in the user's browser.
 *
 * <ul>
 *   <li>The host has a name below {@code localhost} (RFC 6761 §6.3) that is made at random at each
 *       start. A page that rebinds its own name to this machine has another (DNS rebinding). And as
 *       cookies do not know ports, one for 127.0.0.1 would go to every server of every other user;
 *       none of them can have this name in an address that the user's browser opens.
 *   <li>The connection is not one of another user, where the system tells ({@link PeerUser}).
 *   <li>A cookie, given for a link that counts once; SameSite=Strict keeps it from requests that
 *       other sites cause.
 *   <li>What changes something must say that it comes from our own page (Origin).
 * </ul>
 *
 * Thread-safe.
 */
final class Gate {
  static final String COOKIE = "sealpost";

  private static final int NAME_BYTES = 10;

  private final Sessions sessions;
  private final PeerUser users;
  private final String host;

  /**
   * A gate.
   *
   * @param port where the console listens
   */
  Gate(int port, PeerUser users, InstantSource clock) {
    byte[] name = new byte[NAME_BYTES];
    new SecureRandom().nextBytes(name);
    this.sessions = new Sessions(clock);
    this.users = users;
    this.host = "sealpost-" + HexFormat.of().formatHex(name) + ".localhost:" + port;
  }

  /** Where the pages are, without a slash at the end. */
  String origin() {
    return "http://" + host;
  }

  /** A new link; it counts once, and for a minute. */
  String newLink() {
    return origin() + "/enter?link=" + sessions.newLink();
  }

  /**
   * The value of the field Set-Cookie for someone who comes with a link; a session that the same
   * browser has already ends with it.
   */
  Optional<String> enter(String link, Headers headers) {
    Optional<String> session = sessions.redeem(link);
    session.flatMap(_ -> cookie(headers, COOKIE)).ifPresent(sessions::end);
    return session.map(secret -> COOKIE + "=" + secret + "; Path=/; HttpOnly; SameSite=Strict");
  }

  /** The value of the field Set-Cookie for someone who leaves. */
  String leave(Headers headers) {
    cookie(headers, COOKIE).ifPresent(sessions::end);
    return COOKIE + "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0";
  }

  /** Whether the request is addressed to us by the name that only our user's browser knows. */
  boolean isOurHost(HttpExchange exchange) {
    List<String> hosts = exchange.getRequestHeaders().getOrDefault("Host", List.of());
    // With a whole address in the request line (RFC 9112 §3.2.2) that would be the host.
    return exchange.getRequestURI().getRawAuthority() == null
        && hosts.size() == 1
        && hosts.getFirst().toLowerCase(Locale.ROOT).equals(host);
  }

  /** Whether the connection is another user's. */
  boolean isForeign(HttpExchange exchange) {
    return users.isForeign(exchange.getRemoteAddress(), exchange.getLocalAddress());
  }

  /** Whether the request is of a session; a use of it. */
  boolean admits(Headers headers) {
    return cookie(headers, COOKIE).filter(sessions::admits).isPresent();
  }

  /** Whether the request's session is still open; no use of it. */
  boolean isStillIn(Headers headers) {
    return cookie(headers, COOKIE).filter(sessions::isOpen).isPresent();
  }

  /** Whether one that changes something comes from our own page. */
  boolean isFromOurPage(Headers headers) {
    return List.of(origin()).equals(headers.getOrDefault("Origin", List.of()))
        && headers.getOrDefault("Sec-Fetch-Site", List.of("same-origin")).stream()
            .allMatch("same-origin"::equals);
  }

  /** A cookie's value. */
  static Optional<String> cookie(Headers headers, String name) {
    return headers.getOrDefault("Cookie", List.of()).stream()
        .flatMap(field -> Arrays.stream(field.split(";")))
        .map(String::strip)
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> pair.substring(name.length() + 1))
        .findFirst();
  }
}
