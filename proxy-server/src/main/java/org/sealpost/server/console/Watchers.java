package org.sealpost.server.console;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * What programs ask that watch this one: {@code /metrics} and {@code /health}. They come with a
 * token ({@link WatcherToken}) instead of a session, and call this machine by whatever name.
 */
final class Watchers {
  private static final String METRICS = "/metrics";
  private static final String HEALTH = "/health";
  private static final Set<String> PATHS = Set.of(METRICS, HEALTH);

  private final WatcherToken token;
  private final Monitoring monitoring;

  Watchers(WatcherToken token, Monitoring monitoring) {
    this.token = token;
    this.monitoring = monitoring;
  }

  static boolean isOne(String path) {
    return PATHS.contains(path);
  }

  /** Whether the request is for one of these and has the token. */
  boolean admits(HttpExchange exchange, String path) {
    List<String> fields = exchange.getRequestHeaders().getOrDefault("Authorization", List.of());
    return isOne(path)
        && Set.of("GET", "HEAD").contains(exchange.getRequestMethod())
        && fields.size() == 1
        && token.isIn(fields.getFirst());
  }

  /** Answers one that is admitted; 503 where the proxy can do nothing. */
  void answer(HttpExchange exchange, String path) throws IOException {
    if (path.equals(METRICS)) {
      octets(exchange, 200, Monitoring.METRICS_TYPE, monitoring.metrics().get());
    } else {
      Monitoring.Health health = monitoring.health().get();
      octets(exchange, health.works() ? 200 : 503, "application/json", health.json());
    }
  }

  private static void octets(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    Answers.octets(exchange, status, type, text.getBytes(StandardCharsets.UTF_8));
  }
}
