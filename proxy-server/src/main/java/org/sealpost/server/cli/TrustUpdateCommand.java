package org.sealpost.server.cli;

import com.google.gson.JsonObject;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Extension;
import org.sealpost.book.CertificateBook;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardCertificate;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.keys.CardAuthorities;
import org.sealpost.server.Judging;
import org.sealpost.server.Settings;
import org.sealpost.server.StateFolder;
import org.sealpost.store.Store;
import org.sealpost.trust.CertificateFile;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.PlainText;
import org.sealpost.trust.RevocationPolicy;
import org.sealpost.trust.crl.CrlReport;
import org.sealpost.trust.revocation.RevocationCheck.Link;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code sealpost trust update}: fetches the revocation lists of all certificates that are at hand,
 * and those that are kept, whether they are due or not.
 */
@Command(name = "update")
final class TrustUpdateCommand implements Callable<Integer> {
  /** A long list comes over a slow line. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Configuration configuration;
  private final Screen screen;

  @Option(names = "--json", descriptionKey = "json-array")
  private boolean json;

  /** Several lists may come at the same time. */
  private final Map<URI, Progress> fetching = new ConcurrentHashMap<>();

  TrustUpdateCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = configuration.settings();
    if (settings.trust().revocation() == RevocationPolicy.Mode.OFF) {
      throw new CommandFailed("update.off");
    }
    StateFolder.make(settings.stateDir());
    try (CardAgent agent = Agent.connect(settings);
        Store store = Store.open(settings.storeFile());
        Judging judging =
            Judging.open(
                settings,
                store,
                List.of(),
                new CardAuthorities(agent, InstantSource.system()),
                this::show,
                InstantSource.system())) {
      judging.lists().refreshAll();
      for (Link link : links(judging, store, agent)) {
        var _ = judging.lists().status(link.certificate(), link.issuer(), PATIENCE);
      }
      screen.progress("");
      return print(judging.lists().lists());
    }
  }

  /**
   * What the lists are of: the certificates of the cards and the book, and of the CAs above them.
   * Of the thousands that one list can be of, one will do.
   */
  private SequencedSet<Link> links(Judging judging, Store store, CardAgent agent) {
    CertificateTrust trust = new CertificateTrust(judging.basis());
    Map<ListOrigin, X509Certificate> certificates = new LinkedHashMap<>();
    onCards(agent)
        .forEach(held -> certificates.merge(ListOrigin.of(held), held, ListOrigin::lasting));
    new CertificateBook(store, trust)
        .each(
            "",
            entry ->
                certificates.merge(
                    ListOrigin.of(entry.certificate()), entry.certificate(), ListOrigin::lasting));
    SequencedSet<Link> links = new LinkedHashSet<>();
    for (X509Certificate certificate : certificates.values()) {
      List<X509Certificate> path = trust.path(certificate, List.of(), Instant.now());
      for (int i = 0; i + 1 < path.size(); i++) {
        links.add(new Link(path.get(i), path.get(i + 1)));
      }
    }
    return links;
  }

  /** Certificates that agree in these have their revocation told by the same lists. */
  private record ListOrigin(
      X500Principal issuer, ByteBuffer authorityKey, ByteBuffer distributionPoints) {
    static ListOrigin of(X509Certificate certificate) {
      return new ListOrigin(
          certificate.getIssuerX500Principal(),
          extension(certificate, Extension.authorityKeyIdentifier.getId()),
          extension(certificate, Extension.cRLDistributionPoints.getId()));
    }

    /** An expired one has no path to look along. */
    static X509Certificate lasting(X509Certificate one, X509Certificate other) {
      return other.getNotAfter().toInstant().isAfter(one.getNotAfter().toInstant()) ? other : one;
    }

    private static ByteBuffer extension(X509Certificate certificate, String id) {
      byte[] value = certificate.getExtensionValue(id);
      return ByteBuffer.wrap(value == null ? new byte[0] : value);
    }
  }

  private List<X509Certificate> onCards(CardAgent agent) {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      for (TokenInfo token : agent.tokens()) {
        for (CardCertificate held : token.certificates()) {
          certificates.add(CertificateFile.parse(held.certificate()));
        }
      }
    } catch (CardException | CertificateException e) {
      screen.note(screen.text("update.no-agent", Failures.words(e, screen.language())));
    }
    return certificates;
  }

  private int print(List<CrlReport> reports) {
    if (json) {
      Json.printArray(screen.out(), reports.stream().map(TrustUpdateCommand::object).toList());
    } else if (reports.isEmpty()) {
      screen.say("update.none");
    } else {
      table(reports).print(screen.out());
    }
    boolean all = true;
    for (CrlReport report : reports) {
      if (report.lastFailure().isPresent()) {
        all = false;
        screen.note(
            screen.text(
                "update.failed",
                PlainText.of(report.source().toString()),
                report.lastFailure().get().in(screen.language())));
      }
    }
    return all ? 0 : 1;
  }

  private Table table(List<CrlReport> reports) {
    Table table = new Table(screen.words(), "", "source", "issuer", "revoked", "made", "next-due");
    for (CrlReport report : reports) {
      report
          .list()
          .ifPresent(
              list ->
                  table.row(
                      report.source().toString(),
                      list.issuer(),
                      String.format(screen.language(), "%,d", list.entries()),
                      Table.time(list.thisUpdate()),
                      Table.time(list.nextUpdate())));
    }
    return table;
  }

  private static JsonObject object(CrlReport report) {
    JsonObject object = new JsonObject();
    object.addProperty("source", report.source().toString());
    report
        .list()
        .ifPresent(
            list -> {
              object.addProperty("issuer", list.issuer());
              object.addProperty("revoked", list.entries());
              object.addProperty("made", list.thisUpdate().toString());
              object.addProperty("nextDue", list.nextUpdate().toString());
            });
    report.lastFailure().ifPresent(it -> object.addProperty("problem", it.english()));
    return object;
  }

  /** How long a list is is not known before its end. */
  private synchronized void show(URI source, long bytes, long entries) {
    fetching
        .computeIfAbsent(
            source,
            it ->
                new Progress(
                    screen,
                    screen.text("progress.fetching", PlainText.of(String.valueOf(it.getHost())))))
        .came(bytes);
  }
}
