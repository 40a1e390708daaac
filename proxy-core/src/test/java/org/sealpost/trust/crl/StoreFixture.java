package org.sealpost.trust.crl;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.trust.revocation.RevocationStatus;

/** A store with a web and a clock of its own. */
abstract class StoreFixture {
  static final URI LIST = URI.create("http://ca.example/list.crl");
  static final URI OTHER = URI.create("http://ca.example/other.crl");
  static final URI COMPLETE = URI.create("http://ca.example/complete.crl");
  static final URI DELTA = URI.create("http://ca.example/delta.crl");
  static final Ca CA = Ca.named("CN=CA");
  static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;

  final FakeWeb web = new FakeWeb();
  final SetClock clock = new SetClock();
  final List<X509Certificate> known = new ArrayList<>();
  final Map<String, List<URI>> complete = new HashMap<>();
  CrlStore store;

  @BeforeEach
  void open() throws IOException {
    store =
        new CrlStore(
            folder.resolve("crl"),
            web,
            new CrlSettings(complete, 10_000_000, Duration.ofSeconds(60)),
            () -> known,
            CrlProgress.none(),
            clock);
  }

  @AfterEach
  void close() {
    store.close();
  }

  void reopen() throws IOException {
    close();
    open();
  }

  RevocationStatus ask(X509Certificate certificate) {
    return store.status(certificate, CA.certificate(), LONG);
  }

  RevocationStatus askAtOnce(X509Certificate certificate) {
    return store.status(certificate, CA.certificate(), Duration.ZERO);
  }

  static X509Certificate holder(long serial) {
    return CA.issue(serial, points -> points.at(LIST));
  }
}
