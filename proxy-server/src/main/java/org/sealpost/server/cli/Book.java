package org.sealpost.server.cli;

import java.io.IOException;
import org.sealpost.book.CertificateBook;
import org.sealpost.server.Settings;
import org.sealpost.server.StateFolder;
import org.sealpost.store.Store;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.PinnedAnchors;
import org.sealpost.trust.TrustAnchors;
import org.sealpost.trust.TrustBasis;

/** The certificate book as a command uses it, whether a proxy runs or not. */
record Book(Store store, CertificateBook certificates) implements AutoCloseable {
  static Book open(Settings settings) throws IOException {
    CertificateTrust trust =
        new CertificateTrust(
            TrustBasis.of(TrustAnchors.load(settings.trust().anchors()))
                .withPinned(PinnedAnchors.moica()));
    StateFolder.make(settings.stateDir());
    Store store = Store.open(settings.storeFile());
    return new Book(store, new CertificateBook(store, trust));
  }

  @Override
  public void close() {
    store.close();
  }
}
