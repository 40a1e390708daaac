package org.sealpost.server.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.sealpost.book.CertificateBook;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.trust.crl.CrlReport;
import org.sealpost.trust.crl.CrlStore;

/** Gauges of what the proxy keeps, looked at when somebody asks. Thread-safe. */
public record StateMeters(MeterRegistry meters, InstantSource clock) {
  /** Of the revocation lists in a folder. */
  public void of(CrlStore lists, Path folder) {
    of(() -> lists, folder);
  }

  /** As the other, of those that are used now. */
  public void of(Supplier<CrlStore> lists, Path folder) {
    gauge("sealpost.revocation.lists", "Revocation lists at hand", () -> kept(lists.get()).count());
    gauge(
        "sealpost.revocation.lists.outdated",
        "Revocation lists at hand whose next update is overdue",
        () -> outdated(lists.get(), clock.instant()));
    gauge(
        "sealpost.revocation.entries",
        "Revoked certificates in the lists at hand",
        () -> kept(lists.get()).mapToLong(CrlReport.Kept::entries).sum());
    Gauge.builder("sealpost.revocation.lists.age", () -> oldest(lists.get(), clock.instant()))
        .description("Since the list that was asked for longest ago was last fetched or confirmed")
        .baseUnit("seconds")
        .register(meters);
    Gauge.builder("sealpost.revocation.lists.size", folder, it -> size(it))
        .description("The files of the revocation lists")
        .baseUnit("bytes")
        .register(meters);
  }

  /** Of the book that is used now. */
  public void ofBook(Supplier<CertificateBook> book) {
    gauge(
        "sealpost.book.entries",
        "Certificates in the book, each counted under each of its addresses",
        () -> book.get().size());
  }

  /** Of the mails that are worked on. */
  public void of(SpoolFactory spools) {
    Gauge.builder("sealpost.spool.disk", spools, SpoolFactory::bytesOnDisk)
        .description("Encrypted files of mails that are worked on now")
        .baseUnit("bytes")
        .register(meters);
  }

  /** Of the file of the store. */
  public void ofStore(Path file) {
    Gauge.builder("sealpost.store.size", file, it -> fileSize(it))
        .description("The store: book, journal, verdicts, decisions")
        .baseUnit("bytes")
        .register(meters);
  }

  private void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(meters);
  }

  /** How many lists' next update is overdue. */
  static long outdated(CrlStore lists, Instant now) {
    return kept(lists).filter(list -> list.nextUpdate().isBefore(now)).count();
  }

  private static Stream<CrlReport.Kept> kept(CrlStore lists) {
    return lists.lists().stream().flatMap(report -> report.list().stream());
  }

  private static double oldest(CrlStore lists, Instant now) {
    return kept(lists)
        .mapToDouble(list -> Duration.between(list.asked(), now).toMillis() / 1000.0)
        .max()
        .orElse(0);
  }

  private static double size(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToDouble(StateMeters::fileSize).sum();
    } catch (IOException | UncheckedIOException e) {
      return Double.NaN;
    }
  }

  /** One that is just being replaced counts nothing. */
  private static double fileSize(Path file) {
    try {
      return (double) Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }
}
