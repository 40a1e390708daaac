package org.sealpost.server.proxy;

import java.util.List;
import java.util.stream.Stream;
import org.sealpost.server.console.Monitoring;
import org.sealpost.server.metrics.Health;
import org.sealpost.server.metrics.Metrics;
import org.sealpost.server.session.UpstreamWatch;

/** How the proxy is doing, as the console asks for it. */
final class Watching {
  private Watching() {}

  static Monitoring with(Metrics metrics, Health health, List<UpstreamWatch> upstreams) {
    return new Monitoring(
        metrics::scrape,
        () -> health(health.look()),
        () -> upstreams.stream().flatMap(Watching::servers).toList());
  }

  private static Monitoring.Health health(Health.Report report) {
    return new Monitoring.Health(report.status() != Health.Status.DOWN, report.json());
  }

  private static Stream<Monitoring.Server> servers(UpstreamWatch watch) {
    return watch.last().entrySet().stream()
        .map(
            it ->
                new Monitoring.Server(
                    watch.protocol(),
                    it.getKey().host(),
                    it.getKey().port(),
                    it.getValue().reached(),
                    it.getValue().at()));
  }
}
