package org.sealpost.book;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.smime.SMIMECapability;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.sealpost.smime.Capabilities;
import org.sealpost.smime.SignatureCheck;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.trust.Verdicts;
import org.slf4j.LoggerFactory;

/** What becomes of what the book has when a mail brings something else. */
class BookChangeTest extends BookFixture {
  private static final Source FILE = new Source(Source.Kind.FILE, "ming.pem");
  private static final Capabilities AES = announced(NISTObjectIdentifiers.id_aes256_CBC);
  private static final Capabilities OLD = announced(PKCSObjectIdentifiers.des_EDE3_CBC);

  private final Instant lastYear = now.minus(Duration.ofDays(300));
  private final X509Certificate old = dual(CA, "CN=Ming", lastYear);
  private final X509Certificate renewed = dual(CA, "CN=Ming", now.minus(Duration.ofDays(2)));
  private final X509Certificate strangers = dual(CA, "CN=Other", now.minus(Duration.ofDays(1)));

  @Test
  void theFirstCertificateOfAnAddressIsNoChange() {
    harvest(old, now);
    harvest(old, now);
    assertThat(book.openChanges()).isEmpty();
  }

  @Test
  void attackAStrangersCertificateForAKnownAddressIsShownUntilTheUserHasSeenIt() {
    harvest(old, lastYear);
    harvest(strangers, now);
    harvest(strangers, now);
    assertThat(book.openChanges())
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.address()).isEqualTo(MING);
              assertThat(change.certificate()).isEqualTo(strangers);
              assertThat(change.previous()).isEqualTo(old);
              assertThat(change.source().detail()).isEqualTo("<1@example.tw>");
              assertThat(change.renewal()).isFalse();
            });
    book.acknowledge(book.openChanges(), now);
    harvest(strangers, now);
    assertThat(book.openChanges()).isEmpty();
    assertThat(book.examine(MING, now))
        .first()
        .satisfies(first -> assertThat(first.change().orElseThrow().isOpen()).isFalse());
  }

  @Test
  void aRenewalIsSaidToBeOneAndUsedAtOnce() {
    harvest(old, lastYear);
    harvest(renewed, now);
    assertThat(book.openChanges()).singleElement().matches(Change::renewal);
    assertThat(book.forEncryption(MING, now)).contains(renewed);
  }

  @Test
  void attackAStrangersCertificateDoesNotDisplaceOneThatTheUserImported() {
    book.add(MING, old, FILE, now);
    harvest(strangers, now);
    assertThat(book.forEncryption(MING, now)).contains(old);
    assertThat(book.openChanges()).hasSize(1);
    assertThat(book.examine(MING, now))
        .extracting(Examined::standing)
        .containsExactly(new Standing.Chosen(), new Standing.BehindOwnWord(old));
    book.acknowledge(book.openChanges(), now);
    assertThat(book.forEncryption(MING, now)).contains(strangers);
  }

  @Test
  void theRenewalOfOneThatTheUserImportedIsUsedAtOnce() {
    book.add(MING, old, FILE, now);
    harvest(renewed, now);
    assertThat(book.forEncryption(MING, now)).contains(renewed);
  }

  @Test
  void whatTheUserImportsIsNoChangeAndAnswersAnOpenOne() {
    harvest(old, lastYear);
    harvest(strangers, now);
    book.add(MING, strangers, FILE, now);
    book.add(MING, renewed, FILE, now);
    assertThat(book.openChanges()).isEmpty();
  }

  @Test
  void whatIsTakenOutIsNoChangeAnyMore() {
    harvest(old, lastYear);
    harvest(strangers, now);
    book.remove(book.entries(strangers));
    assertThat(book.openChanges()).isEmpty();
    assertThat(book.forEncryption(MING, now)).contains(old);
  }

  @Test
  void attackAnOldMailReplayedBringsNeitherTheOldCertificateNorOldCapabilitiesBack() {
    harvest(old, lastYear, OLD);
    harvest(renewed, now.minusSeconds(60), AES);
    harvest(old, lastYear, OLD);
    harvest(renewed, now.minus(Duration.ofDays(1)), OLD);
    assertThat(book.lookup(MING, now)).isEqualTo(new Lookup.Usable(renewed, AES));
  }

  @Test
  void attackASigningTimeInTheFutureCountsAsNow() {
    harvest(old, now.plus(Duration.ofDays(3000)), OLD);
    assertThat(book.entries(MING).getFirst().statement().orElseThrow().at()).isBeforeOrEqualTo(now);
  }

  @Test
  void whatIsAnnouncedLastCounts() {
    harvest(renewed, now.minus(Duration.ofDays(1)), OLD);
    harvest(renewed, now, AES);
    assertThat(book.lookup(MING, now)).isEqualTo(new Lookup.Usable(renewed, AES));
  }

  @Test
  void aSignatureThatAnnouncesNothingLeavesWhatIsKnown() {
    harvest(renewed, now.minus(Duration.ofDays(1)), AES);
    harvest(renewed, now, Capabilities.none());
    assertThat(book.lookup(MING, now)).isEqualTo(new Lookup.Usable(renewed, AES));
  }

  @Test
  void aHolderWhoGoesBackToTheOlderCertificateIsAnsweredWithIt() {
    harvest(old, lastYear);
    harvest(renewed, now.minus(Duration.ofDays(1)));
    harvest(old, now);
    assertThat(book.forEncryption(MING, now)).contains(old);
  }

  @Test
  void theLogTellsOfAChangeOnceAndNotWhose() {
    Logger logger = (Logger) LoggerFactory.getLogger(CertificateBook.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Level before = logger.getLevel();
    logger.setLevel(Level.INFO);
    logger.addAppender(log);
    try {
      harvest(old, lastYear);
      harvest(strangers, now);
      harvest(strangers, now);
    } finally {
      logger.detachAppender(log);
      logger.setLevel(before);
    }
    assertThat(log.list)
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.getFormattedMessage())
                    .contains("another name or CA")
                    .doesNotContain(MING));
  }

  private void harvest(X509Certificate signer, Instant signed) {
    harvest(signer, signed, Capabilities.none());
  }

  private void harvest(X509Certificate signer, Instant signed, Capabilities capabilities) {
    SignatureCheck check =
        new SignatureCheck(
            Optional.of(signer),
            new SignatureCheck.Outcome.Holds(),
            Optional.of(signed),
            "SHA-256",
            false,
            "",
            capabilities,
            Optional.empty(),
            false,
            List.of(signer, CA.certificate()));
    assertThat(book.harvest(check, Verdicts.unchecked(), MING, "<1@example.tw>", now))
        .contains(signer);
  }

  private static X509Certificate dual(Holder ca, String subject, Instant from) {
    return PKI.certificate(ca, subject)
        .key(KeyKind.P256)
        .usage(KeyUsage.digitalSignature | KeyUsage.keyAgreement)
        .address(MING)
        .valid(from, from.plus(Duration.ofDays(600)))
        .issue()
        .certificate();
  }

  private static Capabilities announced(ASN1ObjectIdentifier... algorithms) {
    try {
      return Capabilities.of(
          new DERSequence(
                  Arrays.stream(algorithms)
                      .map(algorithm -> new SMIMECapability(algorithm, null))
                      .toArray(SMIMECapability[]::new))
              .getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
