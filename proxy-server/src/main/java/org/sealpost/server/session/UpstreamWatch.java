package org.sealpost.server.session;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sealpost.server.account.Upstream;

/** How reaching the real servers went, for the meters and for who asks. Thread-safe. */
public final class UpstreamWatch {
  private final String protocol;
  private final Timer reached;
  private final Timer failed;
  private final InstantSource clock;
  private final Map<Upstream.Endpoint, Last> last = new ConcurrentHashMap<>();

  /** How the last try went. */
  public record Last(boolean reached, Instant at) {}

  /** Something that reaches a server, TLS and greeting included. */
  @FunctionalInterface
  public interface Reaching<T, E extends Exception> {
    T reach() throws E;
  }

  /**
   * A watch.
   *
   * @param protocol smtp or pop3
   */
  public UpstreamWatch(String protocol, MeterRegistry meters, InstantSource clock) {
    this.protocol = protocol;
    this.clock = clock;
    this.reached = timer(meters, "reached");
    this.failed = timer(meters, "failed");
  }

  private Timer timer(MeterRegistry meters, String outcome) {
    return Timer.builder("sealpost.upstream.connections")
        .description("Connections to the real servers, until they were ready or had failed")
        .tag("protocol", protocol)
        .tag("outcome", outcome)
        .register(meters);
  }

  /** Reaches the server, and notes how that went. */
  public <T, E extends Exception> T watch(Upstream server, Reaching<T, E> reaching) throws E {
    long start = System.nanoTime();
    boolean done = false;
    try {
      T connection = reaching.reach();
      done = true;
      return connection;
    } finally {
      (done ? reached : failed).record(Duration.ofNanos(System.nanoTime() - start));
      last.put(server.endpoint(), new Last(done, clock.instant()));
    }
  }

  /** smtp or pop3. */
  public String protocol() {
    return protocol;
  }

  /** Of each server that was tried. */
  public Map<Upstream.Endpoint, Last> last() {
    return Map.copyOf(last);
  }
}
