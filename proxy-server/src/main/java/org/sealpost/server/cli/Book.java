package org.sealpost.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.sealpost.book.CertificateBook;
import org.sealpost.server.ConfiguredAnchors;
import org.sealpost.server.OwnWord;
import org.sealpost.server.Settings;
import org.sealpost.server.StateFolder;
import org.sealpost.store.Store;
import org.sealpost.trust.Anchor;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.PinnedAnchors;
import org.sealpost.trust.TrustAnchors;
import org.sealpost.trust.TrustBasis;
import org.sealpost.trust.decisions.CertificateFinder;
import org.sealpost.trust.decisions.Decisions;
import org.sealpost.trust.decisions.ImportedAnchors;
import org.sealpost.trust.decisions.KnownCertificates;
import org.sealpost.trust.decisions.StoredCertificates;

/**
 * The certificate book and the user's own word as commands use them, whether a proxy runs or not.
 *
 * @param configured the anchors that the configuration names
 * @param trust without a look at revocation
 */
record Book(
    Store store,
    TrustAnchors configured,
    PinnedAnchors pinned,
    ImportedAnchors imported,
    Decisions decisions,
    CertificateTrust trust,
    CertificateBook certificates)
    implements AutoCloseable {
  static Book open(Settings settings) throws IOException {
    TrustAnchors configured = ConfiguredAnchors.load(settings.trust(), List.of());
    PinnedAnchors pinned = PinnedAnchors.moica();
    StateFolder.make(settings.stateDir());
    Store store = Store.open(settings.storeFile());
    ImportedAnchors imported = new ImportedAnchors(store);
    Decisions decisions = new Decisions(store);
    CertificateTrust trust =
        new CertificateTrust(
            TrustBasis.of(configured)
                .withAnchors(imported.after(configured))
                .withPinned(pinned)
                .withOwnWord(decisions));
    CertificateBook certificates = new CertificateBook(store, trust);
    return new Book(store, configured, pinned, imported, decisions, trust, certificates);
  }

  /** Finds what the user names on the command line. */
  CertificateFinder finder() {
    return new CertificateFinder(
        KnownCertificates.of(
            List.of(
                new StoredCertificates(store),
                new BookCertificates(certificates),
                KnownCertificates.of(
                    () -> configured.anchors().stream().map(Anchor::certificate).toList()))),
        Path.of(""));
  }

  /** What the user says, and what becomes of it. */
  OwnWord word() {
    return new OwnWord(decisions, certificates);
  }

  @Override
  public void close() {
    store.close();
  }
}
