package org.sealpost.benchmark;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.sealpost.failure.Phrase;
import org.sealpost.trust.crl.CrlProgress;
import org.sealpost.trust.crl.CrlSettings;
import org.sealpost.trust.crl.CrlStore;
import org.sealpost.trust.fetch.FetchException;
import org.sealpost.trust.fetch.Fetcher;
import org.sealpost.trust.revocation.RevocationStatus;
import org.sealpost.trust.revocation.RevocationStatus.Good;
import org.sealpost.trust.revocation.RevocationStatus.Revoked;

/** The process in which {@link CrlTimes} measures. */
final class CrlProcess {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int LOOKUPS = 100_000;
  private static final int BATCH = 1000;
  private static final int WARM_UP = 3;

  private final Path folder;
  private final int runs;
  private final X509Certificate authority;
  private final X509Certificate holder;

  private CrlProcess(Path folder, int runs) throws IOException, GeneralSecurityException {
    this.folder = folder;
    this.runs = runs;
    this.authority = certificate(Files.readAllBytes(folder.resolve("ca.pem")));
    this.holder = certificate(Files.readAllBytes(folder.resolve("holder.pem")));
  }

  public static void main(String[] arguments) throws Exception {
    new CrlProcess(Path.of(arguments[0]), Integer.parseInt(arguments[1])).run();
  }

  private static X509Certificate certificate(byte[] bytes) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(bytes));
  }

  private void run() throws Exception {
    // A proxy in use has loaded most of the classes; what they cost is not the list's.
    try (CrlStore store = store("short", "short.crl", CrlProgress.none())) {
      expect(store.status(holder, authority, LONG), Good.class);
    }
    heap();
    Memory.Resident before = Memory.resident();
    double heapBefore = heap();
    try (CrlStore store = store("loaded", "list.crl", CrlProgress.none())) {
      long begin = System.nanoTime();
      expect(store.status(holder, authority, LONG), Good.class);
      double first = (System.nanoTime() - begin) / 1e6;
      double heapAfter = heap();
      Memory.Resident after = Memory.resident();
      times(store, first);
      lookups(store);
      System.out.printf("%-44s %9.1f MB%n", "heap, with the list loaded", heapAfter - heapBefore);
      System.out.printf(
          "%-44s %9.1f MB private%n",
          "resident, with the list loaded", after.anonymous() - before.anonymous());
      System.out.printf(
          "%-44s %9.1f MB of the mapped file%n",
          "resident, after all lookups", Memory.resident().files() - before.files());
      System.out.printf("%-44s %9.1f MB%n", "heap, at most while indexing", heapWhileIndexing());
      restarted();
    }
  }

  private CrlStore store(String name, String list, CrlProgress progress) throws IOException {
    return new CrlStore(
        folder.resolve(name),
        new FromFile(folder.resolve(list)),
        CrlSettings.defaults(),
        List::of,
        progress,
        Clock.systemUTC());
  }

  private void times(CrlStore store, double first) throws Exception {
    double[] ours = new double[runs];
    double[] theirs = new double[runs];
    for (int i = -WARM_UP; i < runs; i++) {
      long begin = System.nanoTime();
      store.refreshAll();
      double mine = (System.nanoTime() - begin) / 1e6;
      double other = openssl();
      if (i >= 0) {
        ours[i] = mine;
        theirs[i] = other;
      }
    }
    if (store.lists().getFirst().lastFailure().isPresent()) {
      throw new IOException(store.lists().getFirst().lastFailure().get().english());
    }
    Arrays.sort(ours);
    Arrays.sort(theirs);
    double mine = ours[runs / 2];
    double other = theirs[runs / 2];
    System.out.printf("%-44s %9.0f ms%n", "read, checked and indexed, the first time", first);
    System.out.printf(
        "%-44s %9.0f ms  (fastest %.0f)%n",
        "read, checked and indexed, median of " + runs, mine, ours[0]);
    System.out.printf("%-44s %9.0f ms  (fastest %.0f)%n", "openssl crl -CAfile", other, theirs[0]);
    System.out.printf("%-44s %9.2f  (the first time %.2f)%n", "ratio", mine / other, first / other);
  }

  private double openssl() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    Process process =
        new ProcessBuilder(
                "openssl",
                "crl",
                "-in",
                folder.resolve("list.crl").toString(),
                "-inform",
                "DER",
                "-CAfile",
                folder.resolve("ca.pem").toString(),
                "-noout")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(2, TimeUnit.MINUTES) || !output.contains("verify OK")) {
      process.destroyForcibly();
      throw new IOException("openssl failed: " + output);
    }
    return (System.nanoTime() - begin) / 1e6;
  }

  /** Of certificates that are listed and of others, by turns. */
  private void lookups(CrlStore store) throws Exception {
    byte[] template = holder.getEncoded();
    int place = place(template, holder.getSerialNumber().toByteArray());
    Random listed = ManyRevoked.serials();
    Random others = new Random(7);
    X509Certificate[] certificates = new X509Certificate[BATCH];
    long[] nanos = new long[LOOKUPS];
    for (int done = -10 * BATCH; done < LOOKUPS; done += BATCH) {
      for (int i = 0; i < BATCH; i++) {
        Random serials = i % 2 == 0 ? listed : others;
        System.arraycopy(ManyRevoked.next(serials), 0, template, place, ManyRevoked.SERIAL);
        certificates[i] = certificate(template);
      }
      for (int i = 0; i < BATCH; i++) {
        long begin = System.nanoTime();
        RevocationStatus status = store.status(certificates[i], authority, LONG);
        long took = System.nanoTime() - begin;
        expect(status, i % 2 == 0 ? Revoked.class : Good.class);
        if (done >= 0) {
          nanos[done + i] = took;
        }
      }
    }
    Arrays.sort(nanos);
    Latencies latencies = new Latencies(nanos);
    System.out.printf(
        "%-44s %9.1f µs p50, %.1f µs p99%n",
        "a lookup, of %,d".formatted(LOOKUPS),
        1000 * latencies.percentileMillis(50),
        1000 * latencies.percentileMillis(99));
  }

  private static int place(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new IllegalArgumentException("not in it");
  }

  /** What is reachable at each mebibyte that is read; too slow to be timed. */
  private double heapWhileIndexing() throws IOException {
    double before = heap();
    double[] most = {0};
    long[] next = {0};
    CrlProgress watch =
        (_, bytes, _) -> {
          if (bytes >= next[0]) {
            next[0] = bytes + (1 << 20);
            most[0] = Math.max(most[0], heap() - before);
          }
        };
    try (CrlStore store = store("watched", "list.crl", watch)) {
      expect(store.status(holder, authority, LONG), Good.class);
    }
    return most[0];
  }

  private void restarted() throws IOException {
    long begin = System.nanoTime();
    try (CrlStore store = store("loaded", "list.crl", CrlProgress.none())) {
      expect(store.status(holder, authority, Duration.ZERO), Good.class);
      System.out.printf(
          "%-44s %9.1f ms%n",
          "opened again, and the first lookup", (System.nanoTime() - begin) / 1e6);
    }
  }

  private static double heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
  }

  private static void expect(RevocationStatus status, Class<?> wanted) throws IOException {
    if (!wanted.isInstance(status)) {
      throw new IOException("unexpected: " + status);
    }
  }

  /** Gives a file for any address, in the pieces in which a network would. */
  private record FromFile(Path file) implements Fetcher {
    @Override
    public Answer get(URI uri, Validators known, Limits limits, OutputStream body)
        throws FetchException {
      try (InputStream in = Files.newInputStream(file)) {
        byte[] piece = new byte[16 << 10];
        long bytes = 0;
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
          body.write(piece, 0, read);
          bytes += read;
        }
        return new Answer.Fresh(new Validators(Optional.empty(), Optional.empty()), bytes);
      } catch (IOException e) {
        throw new FetchException(Phrase.verbatim(file + " cannot be read"), e);
      }
    }

    @Override
    public byte[] post(URI uri, String contentType, byte[] request, Limits limits) {
      throw new IllegalStateException("a list is fetched, never asked for by POST");
    }
  }
}
