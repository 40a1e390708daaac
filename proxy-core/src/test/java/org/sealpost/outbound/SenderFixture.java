package org.sealpost.outbound;

import static org.sealpost.testmail.Cast.PKI;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealpost.book.CertificateBook;
import org.sealpost.book.Source;
import org.sealpost.failure.Failure;
import org.sealpost.keys.FakeCardAgent;
import org.sealpost.mark.SealWord;
import org.sealpost.mime.Content;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.permission.StoredPermissions;
import org.sealpost.policy.Account;
import org.sealpost.policy.EncryptPolicy;
import org.sealpost.policy.SignPolicy;
import org.sealpost.smime.Algorithms;
import org.sealpost.store.Store;
import org.sealpost.testpki.TestPki.Person;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.TrustAnchors;
import org.sealpost.trust.TrustBasis;
import org.sealpost.unmark.MarkRemover;

/** A sender with a card and a book. */
public final class SenderFixture implements AutoCloseable {
  /** Opened mails show {@code [松柏 …]} before their subjects. */
  static final MarkRemover MARKS =
      new MarkRemover(
          Optional.of(new SealWord("松柏")),
          new SpoolFactory(Path.of(System.getProperty("java.io.tmpdir")), 1 << 20));

  public final FakeCardAgent agent = new FakeCardAgent();
  public final StoredPermissions permissions;
  private final Store store;
  private final CertificateBook book;
  private final OutboundFlow flow;

  public SenderFixture(Path folder) {
    store = Store.open(folder.resolve("sealpost.db"));
    permissions = new StoredPermissions(store);
    CertificateTrust trust =
        new CertificateTrust(TrustBasis.of(TrustAnchors.of(List.of(PKI.root().certificate()))));
    book = new CertificateBook(store, trust);
    flow =
        new OutboundFlow(
            agent,
            book,
            permissions,
            Clock.systemUTC(),
            Duration.ofSeconds(1),
            Algorithms.standard(),
            MARKS);
  }

  public SenderFixture knows(String address, Person person) {
    Source source = new Source(Source.Kind.FILE, "test");
    book.add(address, person.encryption().certificate(), source, Instant.now());
    return this;
  }

  public List<Delivery> send(Account account, Content mail, String... recipients)
      throws IOException, Failure {
    return send(account, new Envelope(account.address(), List.of(recipients)), mail);
  }

  public List<Delivery> send(Account account, Envelope envelope, Content mail)
      throws IOException, Failure {
    return flow.prepare(account, envelope, mail).deliveries();
  }

  public static Account ming(SignPolicy sign, EncryptPolicy encrypt) {
    return new Account("ming@example.tw", sign, encrypt, false);
  }

  @Override
  public void close() {
    store.close();
  }
}
