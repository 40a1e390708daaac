package org.sealpost.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;

/**
 * The meters of this process, and their text for Prometheus. No meter carries an address, a name or
 * anything else of a mail. Thread-safe.
 */
public final class Metrics implements AutoCloseable {
  /** Of {@link #scrape}: the text format that every Prometheus reads. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private Optional<JvmGcMetrics> collections = Optional.empty();

  /**
   * The meters of the JVM, from the first look on: they take longer to set up than most of the
   * proxy.
   */
  private synchronized void watchJvm() {
    if (collections.isPresent()) {
      return;
    }
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    JvmGcMetrics started = new JvmGcMetrics();
    started.bindTo(registry);
    collections = Optional.of(started);
  }

  /** Where the parts of the proxy declare theirs. */
  public MeterRegistry registry() {
    return registry;
  }

  /** All meters as they are now, in {@link #CONTENT_TYPE}. */
  public String scrape() {
    watchJvm();
    return registry.scrape(CONTENT_TYPE);
  }

  @Override
  public synchronized void close() {
    collections.ifPresent(JvmGcMetrics::close);
    registry.close();
  }
}
