package org.sealpost.book;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.failure.Phrase;
import org.sealpost.store.Store;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.TrustAnchors;
import org.sealpost.trust.TrustBasis;
import org.sealpost.trust.decisions.Decisions;

/** An empty book, and the CA that it trusts. */
abstract class BookFixture {
  static final TestPki PKI = new TestPki("CN=Root", KeyKind.P256);
  static final Holder CA = PKI.certificate("CN=CA").key(KeyKind.P256).authority().issue();
  static final String MING = "ming@example.tw";

  final Instant now = Instant.now();

  @TempDir Path folder;
  Store store;
  CertificateBook book;
  Decisions decisions;

  @BeforeEach
  void open() {
    store = Store.open(folder.resolve("state/sealpost.db"));
    decisions = new Decisions(store);
    book =
        new CertificateBook(
            store,
            new CertificateTrust(
                TrustBasis.of(TrustAnchors.of(List.of(PKI.root().certificate())))
                    .withOwnWord(decisions)));
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** With its words as they are in English. */
  static Imported inEnglish(Imported imported) {
    return switch (imported) {
      case Imported.Added(
              X509Certificate certificate,
              String address,
              boolean known,
              Phrase note) ->
          new Imported.Added(certificate, address, known, inEnglish(note));
      case Imported.Waiting(Change change, Phrase note) ->
          new Imported.Waiting(change, inEnglish(note));
      case Imported.Intermediate authority -> authority;
      case Imported.Refused(X509Certificate certificate, Phrase reason) ->
          new Imported.Refused(certificate, inEnglish(reason));
      case Imported.Unreadable(Phrase where, Phrase reason) ->
          new Imported.Unreadable(inEnglish(where), inEnglish(reason));
    };
  }

  private static Phrase inEnglish(Phrase phrase) {
    return Phrase.verbatim(phrase.english());
  }
}
