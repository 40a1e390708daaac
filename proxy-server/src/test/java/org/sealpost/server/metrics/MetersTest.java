package org.sealpost.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The meters as whoever runs Prometheus finds them. */
class MetersTest {
  private static final Pattern DECLARED =
      Pattern.compile("(?:builder|gauge)\\(\\s*\"(sealpost(?:\\.[a-z0-9]+)+)\"");
  private static final Pattern ROW = Pattern.compile("^\\| `([a-z0-9_*]+)` \\| (.+) \\|$");

  /** What a meter may be tagged with, and nothing that tells whose mail it was. */
  private static final Set<String> TAGS =
      Set.of(
          "operation",
          "outcome",
          "source",
          "result",
          "method",
          "protocol",
          "stage",
          "ending",
          "verdict",
          "encryption");

  private static Path file(String path) {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve(path)) ? here.resolve(path) : here.resolveSibling(path);
  }

  /** The rows of the table in the handbook: name and what it says of it. */
  private static List<String[]> table() throws IOException {
    String page = Files.readString(file("conf/handbook/monitoring.md"));
    String marked =
        page.substring(page.indexOf("<!-- meters -->"), page.indexOf("<!-- /meters -->"));
    return marked
        .lines()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .map(row -> new String[] {row.group(1), row.group(2)})
        .toList();
  }

  private static Set<String> inTable() throws IOException {
    return table().stream().map(row -> row[0]).collect(Collectors.toCollection(TreeSet::new));
  }

  /** As Prometheus calls it, but for what a meter's kind and unit add behind it. */
  private static Set<String> declared() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String module : List.of("proxy-core", "proxy-server")) {
      try (Stream<Path> files = Files.walk(file(module).resolve("src/main/java"))) {
        for (Path source : files.filter(it -> it.toString().endsWith(".java")).toList()) {
          Matcher matcher = DECLARED.matcher(Files.readString(source));
          while (matcher.find()) {
            names.add(matcher.group(1));
          }
        }
      }
    }
    return names.stream()
        .map(name -> name.replace('.', '_'))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean names(String row, String meter) {
    return row.endsWith("*")
        ? meter.startsWith(row.substring(0, row.length() - 1))
        : row.replaceAll("_(total|seconds|bytes|bytes_total)$", "").equals(meter);
  }

  @Test
  void everyMeterIsInTheHandbookAndNoOtherIs() throws IOException {
    Set<String> rows = inTable();
    Set<String> declared = declared();

    assertThat(declared).hasSizeGreaterThan(20);
    assertThat(declared).allMatch(meter -> rows.stream().anyMatch(row -> names(row, meter)));
    assertThat(rows)
        .filteredOn(row -> row.startsWith("sealpost"))
        .allMatch(row -> declared.stream().anyMatch(meter -> names(row, meter)));
  }

  @Test
  void everyMeterOfTheJvmSaysWhatItIsAndIsInTheHandbook() throws IOException {
    Set<String> rows = inTable();
    try (Metrics metrics = new Metrics()) {
      for (Meter meter : metrics.registry().getMeters()) {
        assertThat(meter.getId().getDescription()).as(meter.getId().getName()).isNotBlank();
        String name = meter.getId().getName().replace('.', '_');
        assertThat(rows).as(name).anyMatch(row -> names(row, name));
      }
    }
  }

  @Test
  void everyMeterIsDeclaredWithADescription() throws IOException {
    Pattern builder =
        Pattern.compile(
            "(?:Counter|Timer|Gauge)\\.builder\\(([^;]+?)\\.(?:register|withRegistry)\\(");
    int found = 0;
    for (String module : List.of("proxy-core", "proxy-server")) {
      try (Stream<Path> files = Files.walk(file(module).resolve("src/main/java"))) {
        for (Path source : files.filter(it -> it.toString().endsWith(".java")).toList()) {
          Matcher matcher = builder.matcher(Files.readString(source));
          while (matcher.find()) {
            found++;
            assertThat(matcher.group(1)).as(source.toString()).contains(".description(");
            Matcher tag = Pattern.compile("\\.tag\\(\"([^\"]+)\"").matcher(matcher.group(1));
            while (tag.find()) {
              assertThat(TAGS).contains(tag.group(1));
            }
          }
        }
      }
    }
    assertThat(found).isGreaterThan(15);
  }

  @Test
  void theTextIsAsPrometheusWantsIt() throws Exception {
    try (Metrics metrics = new Metrics()) {
      new MeteredFetcher(new Unreachable(), metrics.registry());
      String text = metrics.scrape();
      Set<String> helped = new HashSet<>();
      List<String> bad = new ArrayList<>();
      for (String line : text.lines().toList()) {
        if (line.startsWith("# HELP ")) {
          helped.add(line.split(" ", -1)[2]);
        } else if (!line.startsWith("#")) {
          String name = line.split("[ {]", -1)[0];
          String family = name.replaceAll("_(total|sum|count|bucket|max)$", "");
          if (!name.matches("[a-z][a-z0-9_]*")
              || !(helped.contains(name) || helped.contains(family))) {
            bad.add(line);
          }
        }
      }
      assertThat(bad).isEmpty();
      assertThat(text)
          .contains("# TYPE sealpost_downloads_received_bytes_total counter")
          .contains("# TYPE jvm_memory_used_bytes gauge");
    }
  }

  private static final class Unreachable implements org.sealpost.trust.fetch.Fetcher {
    @Override
    public Answer get(
        java.net.URI uri, Validators known, Limits limits, java.io.OutputStream body) {
      throw new IllegalStateException("not asked");
    }

    @Override
    public byte[] post(java.net.URI uri, String contentType, byte[] request, Limits limits) {
      return new byte[] {1, 2, 3};
    }
  }

  @Test
  void whatIsFetchedIsCounted() throws Exception {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    MeteredFetcher fetcher = new MeteredFetcher(new Unreachable(), meters);
    org.sealpost.trust.fetch.Fetcher.Limits limits =
        new org.sealpost.trust.fetch.Fetcher.Limits(10, java.time.Duration.ofSeconds(1));

    fetcher.post(java.net.URI.create("http://a.test/"), "x/y", new byte[0], limits);

    assertThat(meters.get("sealpost.downloads").tags("method", "post", "outcome", "fresh").timer())
        .returns(1L, timer -> timer.count());
    assertThat(meters.get("sealpost.downloads.received").counter().count()).isEqualTo(3);
  }
}
