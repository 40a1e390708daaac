package org.sealpost.server.console;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sealpost.book.CertificateBook;
import org.sealpost.mime.Content;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.server.Judging;
import org.sealpost.server.Settings;
import org.sealpost.server.StateFolder;
import org.sealpost.server.Surroundings;
import org.sealpost.server.cli.CertificatePem;
import org.sealpost.server.events.Events;
import org.sealpost.store.Store;
import org.sealpost.trust.CertificateFile;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.crl.CrlProgress;

/** A book and trust in a folder, with the pages about them. */
final class CertificateStage implements AutoCloseable {
  final ConsoleParts parts;
  final Routes routes = new Routes();
  private final Store store;
  private final Judging judging;

  CertificateStage(Path home) throws Exception {
    Path file =
        Files.writeString(
            home.resolve("sealpost.conf"),
            "sealpost { state-dir = \"state\", trust.revocation = off }\n");
    Settings settings = Settings.load(Optional.of(file), new Surroundings(home, Map.of()));
    StateFolder.make(settings.stateDir());
    Clock clock = Clock.systemUTC();
    store = Store.open(settings.storeFile());
    judging = Judging.open(settings, store, List.of(), List::of, CrlProgress.none(), clock);
    CertificateTrust trust = new CertificateTrust(judging.basis());
    parts =
        new ConsoleParts(
            settings,
            new LinkedHashMap<String, InetSocketAddress>(),
            store,
            null,
            judging,
            trust,
            new CertificateBook(store, trust),
            null,
            null,
            null,
            new SpoolFactory(settings.spoolDir(), settings.spoolMemory()),
            new Events(),
            new Monitoring(() -> "", () -> new Monitoring.Health(true, "{}"), List::of),
            UnaryOperator.identity(),
            clock);
    new BookSections(parts).addTo(routes);
  }

  Response get(String path, String... parameters) throws Exception {
    return answer("GET", path, map(parameters), Map.of(), Optional.empty());
  }

  Response post(String path, String... fields) throws Exception {
    return answer("POST", path, Map.of(), map(fields), Optional.empty());
  }

  Response drop(String path, String name, byte[] file) throws Exception {
    return answer("POST", path, map("name", name), Map.of(), Optional.of(Content.of(file)));
  }

  private Response answer(
      String method,
      String path,
      Map<String, List<String>> query,
      Map<String, List<String>> form,
      Optional<Content> upload)
      throws Exception {
    return routes
        .find(method, path)
        .orElseThrow()
        .handle(new Request(method, path, query, form, upload, Locale.ENGLISH, false));
  }

  private static Map<String, List<String>> map(String... pairs) {
    Map<String, List<String>> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], List.of(pairs[i + 1]));
    }
    return map;
  }

  static X509Certificate certificate(CertificatePem pem) throws Exception {
    return CertificateFile.parse(pem.der());
  }

  @Override
  public void close() {
    judging.close();
    store.close();
  }
}
