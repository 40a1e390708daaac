package org.sealpost.server.console;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * How the proxy is doing, for the overview and for programs that watch it.
 *
 * @param metrics its meters as text for Prometheus
 * @param health asked for by {@code /health}; may take some seconds
 * @param servers how reaching each real server went the last time; none where it was not tried
 */
public record Monitoring(
    Supplier<String> metrics, Supplier<Health> health, Supplier<List<Server>> servers) {
  /** Of {@link #metrics}: the text format that every Prometheus reads. */
  static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /**
   * Whether the proxy can do its work.
   *
   * @param works whether it can do any of it
   * @param json the whole answer
   */
  public record Health(boolean works, String json) {}

  /**
   * A real server.
   *
   * @param protocol smtp or pop3
   * @param at when it was tried last
   */
  public record Server(String protocol, String host, int port, boolean reached, Instant at) {}
}
