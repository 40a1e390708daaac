package org.sealpost.server.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who may see the console: browsers that were handed a link, which counts once and for a minute,
 * and have held a cookie since. Only digests are kept. Nothing outlives the process. Thread-safe.
 */
final class Sessions {
  static final Duration LINK_LIFE = Duration.ofMinutes(1);

  /** Without use. */
  static final Duration SESSION_LIFE = Duration.ofHours(12);

  /** More than a person has browsers open; the oldest go first. */
  private static final int MOST = 32;

  private static final int TOKEN_BYTES = 32;

  private final SecureRandom random = new SecureRandom();
  private final InstantSource clock;
  private final Map<String, Instant> links = new LinkedHashMap<>();
  private final Map<String, Instant> sessions = new LinkedHashMap<>();

  Sessions(InstantSource clock) {
    this.clock = clock;
  }

  /** A secret for one link. */
  synchronized String newLink() {
    String token = token();
    put(links, token, LINK_LIFE);
    return token;
  }

  /** A secret for a cookie, in exchange for a link's; empty if that does not count (any more). */
  synchronized Optional<String> redeem(String link) {
    Instant end = links.remove(digest(link));
    if (end == null || clock.instant().isAfter(end)) {
      return Optional.empty();
    }
    String session = token();
    put(sessions, session, SESSION_LIFE);
    return Optional.of(session);
  }

  /** Whether the secret is of a session; a use of it. */
  synchronized boolean admits(String session) {
    String key = digest(session);
    Instant end = sessions.get(key);
    if (end == null) {
      return false;
    }
    if (clock.instant().isAfter(end)) {
      sessions.remove(key);
      return false;
    }
    sessions.put(key, clock.instant().plus(SESSION_LIFE));
    return true;
  }

  /** Whether the secret is of a session; no use of it. */
  synchronized boolean isOpen(String session) {
    Instant end = sessions.get(digest(session));
    return end != null && !clock.instant().isAfter(end);
  }

  /** Ends a session. */
  synchronized void end(String session) {
    sessions.remove(digest(session));
  }

  private void put(Map<String, Instant> secrets, String token, Duration life) {
    Instant now = clock.instant();
    secrets.values().removeIf(now::isAfter);
    if (secrets.size() >= MOST) {
      secrets.remove(secrets.keySet().iterator().next());
    }
    secrets.put(digest(token), now.plus(life));
  }

  private String token() {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Looked up by digest, so that the time it takes tells nothing of a secret. */
  private static String digest(String token) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
