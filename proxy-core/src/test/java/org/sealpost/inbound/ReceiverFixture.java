package org.sealpost.inbound;

import static org.sealpost.testmail.Cast.MING;
import static org.sealpost.testmail.Cast.PKI;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Failure;
import org.sealpost.keys.FakeCardAgent;
import org.sealpost.mime.Content;
import org.sealpost.mime.Entity;
import org.sealpost.mime.HeaderField;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.policy.Account;
import org.sealpost.policy.EncryptPolicy;
import org.sealpost.policy.SignPolicy;
import org.sealpost.testmail.Mails;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.TrustAnchors;
import org.sealpost.trust.TrustBasis;

/** Ming, who receives, with a card. Remembers whose certificates were kept. */
final class ReceiverFixture implements AutoCloseable {
  static final Account ACCOUNT =
      new Account("ming@example.tw", SignPolicy.ALWAYS, EncryptPolicy.WHEN_POSSIBLE, false);

  final FakeCardAgent agent = new FakeCardAgent();
  final List<String> kept = new ArrayList<>();
  final InboundFlow flow;
  private final List<OpenedMail> opened = new ArrayList<>();

  ReceiverFixture(Path folder) {
    this(folder, Marking.byFieldsOnly());
  }

  ReceiverFixture(Path folder, Marking marking) {
    agent.token("card", MING.signing(), MING.encryption());
    // Little memory, so that files are in use.
    SpoolFactory spools = new SpoolFactory(folder.resolve("spool"), 512);
    flow =
        new InboundFlow(
            agent,
            new CertificateTrust(TrustBasis.of(TrustAnchors.of(List.of(PKI.root().certificate())))),
            (signature, verdict, address, messageId, now) -> kept.add(address + " " + messageId),
            VerdictKeeper.none(),
            spools,
            Clock.systemUTC(),
            Duration.ofSeconds(1),
            false,
            marking,
            MailReports.none());
  }

  OpenedMail open(Content mail) throws IOException, Failure {
    OpenedMail result = flow.open(ACCOUNT, mail);
    opened.add(result);
    return result;
  }

  static Entity entity(OpenedMail opened) throws IOException {
    return Mails.entity(opened.mail());
  }

  static Optional<String> field(OpenedMail opened, String name) throws IOException {
    List<HeaderField> all = entity(opened).header().all(name);
    if (all.size() > 1) {
      throw new AssertionError("several: " + all);
    }
    return all.stream().map(HeaderField::decodedValue).findFirst();
  }

  @Override
  public void close() {
    opened.forEach(OpenedMail::close);
  }
}
