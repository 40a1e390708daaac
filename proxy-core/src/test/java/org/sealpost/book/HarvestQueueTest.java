package org.sealpost.book;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.sealpost.smime.SignatureCheck;
import org.sealpost.testpki.KeyKind;
import org.sealpost.trust.Verdict;
import org.sealpost.trust.Verdicts;
import org.sealpost.trust.decisions.ImportedAnchors;
import org.sealpost.verdicts.VerdictHistory;
import org.slf4j.LoggerFactory;

class HarvestQueueTest extends BookFixture {
  private static final String MEI = "mei@example.tw";

  private static X509Certificate certificate(String address) {
    return PKI.certificate(CA, "CN=Holder")
        .key(KeyKind.P256)
        .usage(KeyUsage.digitalSignature | KeyUsage.keyAgreement)
        .address(address)
        .issue()
        .certificate();
  }

  private void harvest(HarvestQueue queue, X509Certificate signer, Verdict verdict, String sender) {
    SignatureCheck check =
        new SignatureCheck(
            Optional.of(signer),
            new SignatureCheck.Outcome.Holds(),
            Optional.empty(),
            "SHA-256",
            false,
            "",
            Optional.empty(),
            List.of(signer, CA.certificate()));
    queue.harvest(book, check, verdict, sender, "<1@example.tw>", now);
  }

  private Connection other() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state/sealpost.db"));
  }

  /** All that opening a mail asks the store for. */
  @Test
  void anotherProcessThatHoldsTheStoreDelaysNoMail() throws Exception {
    X509Certificate ming = certificate(MING);
    X509Certificate mei = certificate(MEI);
    assertThat(book.list()).isEmpty();
    try (HarvestQueue queue = new HarvestQueue();
        VerdictHistory history = new VerdictHistory(store);
        Connection other = other();
        Statement statement = other.createStatement()) {
      statement.execute("begin immediate");
      harvest(queue, ming, Verdicts.unchecked(), MING);
      harvest(queue, mei, Verdicts.unchecked(), MEI);
      assertThat(decisions.of(ming)).isEmpty();
      assertThat(decisions.bindings(ming)).isEmpty();
      assertThat(new ImportedAnchors(store).get()).isEmpty();
      assertThat(history.first("id")).isEmpty();
      assertThat(history.wasNotRevoked("id", List.of(ming))).isFalse();
      assertThat(CertificateBook.authorities(store)).isEmpty();
      assertThat(book.forEncryption(MING, now)).as("not yet written").isEmpty();
      statement.execute("rollback");
      queue.flush();
      assertThat(book.forEncryption(MING, now)).contains(ming);
      assertThat(book.forEncryption(MEI, now)).contains(mei);
      assertThat(CertificateBook.authorities(store)).contains(CA.certificate());
    }
  }

  @Test
  void closingWritesWhatIsLeft() {
    X509Certificate ming = certificate(MING);
    try (HarvestQueue queue = new HarvestQueue()) {
      harvest(queue, ming, Verdicts.unchecked(), MING);
    }
    assertThat(book.forEncryption(MING, now)).contains(ming);
  }

  @Test
  void aSignerWhoIsNotTrustedLeavesNothing() {
    try (HarvestQueue queue = new HarvestQueue()) {
      harvest(queue, certificate(MING), Verdicts.untrusted(), MING);
    }
    assertThat(book.list()).isEmpty();
  }

  @Test
  void aFailingStoreBringsNoAddressIntoTheLog() {
    book.list();
    store
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "create trigger broken before insert on book_entry"
                        + " begin select raise(abort, 'no room'); end"));
    Logger log = (Logger) LoggerFactory.getLogger(HarvestQueue.class);
    ListAppender<ILoggingEvent> events = new ListAppender<>();
    events.start();
    log.addAppender(events);
    try (HarvestQueue queue = new HarvestQueue()) {
      harvest(queue, certificate(MING), Verdicts.unchecked(), MING);
    } finally {
      log.detachAppender(events);
    }
    assertThat(events.list.stream().filter(it -> it.getLevel().isGreaterOrEqual(Level.INFO)))
        .singleElement()
        .satisfies(
            it -> assertThat(it.getFormattedMessage()).contains("no room").doesNotContain("ming"))
        .satisfies(it -> assertThat(it.getThrowableProxy()).isNull());
  }
}
