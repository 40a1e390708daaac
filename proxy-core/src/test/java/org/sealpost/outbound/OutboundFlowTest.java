package org.sealpost.outbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.sealpost.outbound.SenderFixture.ming;
import static org.sealpost.testmail.Cast.ANN;
import static org.sealpost.testmail.Cast.BOB;
import static org.sealpost.testmail.Cast.CAI;
import static org.sealpost.testmail.Cast.MING;
import static org.sealpost.testmail.Cast.PKI;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealpost.failure.Failure;
import org.sealpost.mime.Content;
import org.sealpost.mime.Entity;
import org.sealpost.policy.Account;
import org.sealpost.policy.EncryptPolicy;
import org.sealpost.policy.SignPolicy;
import org.sealpost.testmail.Mails;
import org.sealpost.testmail.Openssl;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki.Person;
import org.slf4j.LoggerFactory;

class OutboundFlowTest extends SendingFixture {
  private static final Account ENCRYPTING = ming(SignPolicy.NEVER, EncryptPolicy.REQUIRED);

  @Test
  void aSignedMailIsReadByOpenssl() throws Exception {
    Delivery delivery = only(sender.send(SIGNING, LETTER, "ann@example.tw"));

    byte[] content = new Openssl(folder).verify(Mails.written(delivery.mail()), PKI.root());

    Entity entity = Mails.entity(Content.of(content));
    assertThat(entity.decodedBody().readAllBytes())
        .isEqualTo("會議在九點。\r\nFrom here on.\r\n".getBytes(UTF_8));
  }

  @Test
  void anEncryptedMailIsReadByOpensslWithEachRecipientsKeyAndTheSenders() throws Exception {
    sender.knows("ann@example.tw", ANN).knows("bob@example.tw", BOB);
    Delivery delivery = only(sender.send(BOTH, toAnnAndBob(), "ann@example.tw", "bob@example.tw"));
    byte[] mail = Mails.written(delivery.mail());
    Openssl openssl = new Openssl(folder);

    for (var reader : List.of(ANN.encryption(), BOB.encryption(), MING.encryption())) {
      byte[] signed = openssl.decrypt(mail, reader);
      Entity content = Mails.entity(Content.of(openssl.verify(signed, PKI.root())));
      assertThat(new String(content.decodedBody().readAllBytes(), UTF_8)).isEqualTo("Hello\r\n");
    }
    assertThat(openssl.decrypts(mail, CAI.encryption())).isFalse();
  }

  static Stream<Arguments> ownCertificates() {
    Holder expired =
        PKI.certificate("C=TW,CN=Ming")
            .key(KeyKind.P256)
            .address("ming@example.tw")
            .usage(KeyUsage.keyAgreement)
            .valid(Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2022-01-01T00:00:00Z"))
            .issue();
    return Stream.of(
        arguments(List.of(), "no certificate of this account to encrypt to"),
        arguments(List.of(ANN.encryption()), "no certificate of this account to encrypt to"),
        arguments(List.of(expired), "expired on 2022-01-01"));
  }

  @ParameterizedTest
  @MethodSource("ownCertificates")
  void aSenderWhoCannotOpenTheirOwnCopyIsToldInTheLogOnceAndTheMailLeaves(
      List<Holder> others, String why) throws Exception {
    List<Holder> held = new ArrayList<>(others);
    held.add(MING.signing());
    sender.agent.token("card", held.toArray(Holder[]::new));
    sender.knows("ann@example.tw", ANN).knows("cai@example.tw", CAI);

    List<Delivery> deliveries = new ArrayList<>();
    List<String> log =
        logged(
            () -> deliveries.addAll(sender.send(BOTH, LETTER, "ann@example.tw", "cai@example.tw")));

    assertThat(deliveries).hasSize(2);
    byte[] mail = Mails.written(deliveries.getFirst().mail());
    assertThat(new Openssl(folder).decrypts(mail, ANN.encryption())).isTrue();
    assertThat(log)
        .singleElement(STRING)
        .contains("ming@example.tw", "your own copy of it cannot be opened", why);
  }

  @Test
  void aSenderWhoCanOpenTheirOwnCopyIsToldNothing() throws Exception {
    sender.knows("ann@example.tw", ANN);
    assertThat(logged(() -> sender.send(BOTH, LETTER, "ann@example.tw"))).isEmpty();
    assertThat(logged(() -> sender.send(SIGNING, LETTER, "ann@example.tw"))).isEmpty();
  }

  /** What is logged as a warning meanwhile. */
  private static List<String> logged(ThrowingCallable work) throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(Copies.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    try {
      work.call();
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    } finally {
      logger.detachAppender(log);
    }
    return log.list.stream()
        .filter(event -> event.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Test
  void otherHeaderFieldsStayAsTheyCameInTheirOrder() throws Exception {
    String text = written(only(sender.send(SIGNING, LETTER, "ann@example.tw")));

    String original = Mails.text(LETTER);
    assertThat(text).startsWith(original.substring(0, original.indexOf("Content-Type")));
    assertThat(header(text))
        .containsOnlyOnce("MIME-Version: 1.0\n")
        .containsOnlyOnce("\nContent-Type:");
  }

  @Test
  void aMimeVersionThatIsThereStaysWhereItIs() throws Exception {
    Content mail =
        Mails.of(
            "MIME-Version: 1.0 (By hand)\nFrom: ming@example.tw\nTo: ann@example.tw\n\nHello\n");

    String text = written(only(sender.send(SIGNING, mail, "ann@example.tw")));

    assertThat(text).startsWith("MIME-Version: 1.0 (By hand)\nFrom: ming@example.tw\n");
    assertThat(header(text)).containsOnlyOnce("MIME-Version:");
  }

  @Test
  void severalOrOddMimeVersionsBecomeOne() throws Exception {
    Content mail =
        Mails.of(
            "MIME-Version: 1.0\nFrom: ming@example.tw\nMIME-version: 1.0\nmime-version: 2\n\nHi\n");

    String text = written(only(sender.send(SIGNING, mail, "ann@example.tw")));

    assertThat(header(text)).containsOnlyOnce("MIME-Version: 1.0").doesNotContain("mime-version");
  }

  @Test
  void nothingIsInventedForAMailWithoutToAndDate() throws Exception {
    String text =
        written(
            only(
                sender.send(SIGNING, Mails.of("From: ming@example.tw\n\nHi\n"), "ann@example.tw")));

    assertThat(header(text)).doesNotContain("To:").doesNotContain("Date:");
  }

  @Test
  void aMailWithNothingToBeDonePassesByteForByteLessBccAndOurFields() throws Exception {
    Content mail =
        Mails.of(
            """
            From: ming@example.tw
            Bcc: cai@example.tw,
             dai@example.tw
            X-sealpost-note: something
            To: ann@example.tw
            RESENT-BCC: cai@example.tw
            Subject:   odd\tblanks\s\s

              body\s
            .
            Bcc: this is text
            """);

    String text = written(only(sender.send(PLAIN, mail, "ann@example.tw", "cai@example.tw")));

    assertThat(text)
        .isEqualTo(
            """
            From: ming@example.tw
            To: ann@example.tw
            Subject:   odd\tblanks\s\s

              body\s
            .
            Bcc: this is text
            """);
  }

  @Test
  void eightBitIsToldRightly() throws Exception {
    Content eight = Mails.of("From: ming@example.tw\n\nGrüße\n");
    Content eightInHeader = Mails.of("From: ming@example.tw\nSubject: Grüße\n\nHi\n");
    Content seven = Mails.of("From: ming@example.tw\n\nHi\n");

    assertThat(only(sender.send(PLAIN, eight, "ann@example.tw")).eightBit()).isTrue();
    assertThat(only(sender.send(PLAIN, eightInHeader, "ann@example.tw")).eightBit()).isTrue();
    assertThat(only(sender.send(PLAIN, seven, "ann@example.tw")).eightBit()).isFalse();
    assertThat(only(sender.send(SIGNING, eight, "ann@example.tw")).eightBit()).isFalse();
    assertThat(only(sender.send(SIGNING, eightInHeader, "ann@example.tw")).eightBit()).isTrue();
  }

  @Test
  void whatLeavesSignedIsSevenBit() throws Exception {
    byte[] mail = Mails.written(only(sender.send(SIGNING, LETTER, "ann@example.tw")).mail());

    assertThat(EightBit.isIn(mail, mail.length)).isFalse();
  }

  @Test
  void requiredNamesEveryRecipientWithoutCertificateAndAsksForNoPin() throws Exception {
    sender.agent.locked("card", MING.signing(), MING.encryption());
    sender.knows("ann@example.tw", ANN);

    assertThatExceptionOfType(Failure.class)
        .isThrownBy(
            () ->
                sender.send(REQUIRED, LETTER, "ann@example.tw", "bob@example.tw", "cai@example.tw"))
        .satisfies(
            failure -> {
              assertThat(failure.temporary()).isFalse();
              assertThat(failure.text())
                  .contains("bob@example.tw has no certificate")
                  .contains("cai@example.tw has no certificate")
                  .doesNotContain("ann@example.tw");
            });
    assertThat(sender.agent.prompts()).isZero();
  }

  @Test
  void whenPossibleWithoutACertificateIsSignedAndReadableByAll() throws Exception {
    sender.knows("ann@example.tw", ANN);

    Delivery delivery = only(sender.send(BOTH, LETTER, "ann@example.tw", "bob@example.tw"));

    assertThat(delivery.recipients()).containsExactly("ann@example.tw", "bob@example.tw");
    assertThat(header(written(delivery))).contains("multipart/signed");
  }

  @Test
  void attackAMailDoesNotLeaveInTheClearBecauseACertificateRanOut() throws Exception {
    Holder old =
        PKI.certificate("CN=Bob,E=bob@example.tw")
            .key(KeyKind.P256)
            .valid(Instant.now().minus(Duration.ofDays(9)), Instant.now().minusSeconds(60))
            .usage(KeyUsage.keyAgreement)
            .issue();
    sender.knows("ann@example.tw", ANN).knows("bob@example.tw", new Person(old, old));

    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> sender.send(BOTH, LETTER, "ann@example.tw", "bob@example.tw"))
        .satisfies(
            failure -> {
              assertThat(failure.temporary()).isFalse();
              assertThat(failure.text())
                  .contains("bob@example.tw has only a certificate that expired")
                  .contains("sealpost book remove")
                  .doesNotContain("ann@example.tw");
            });
  }

  @Test
  void encryptedWithoutASignatureWhereThePolicySaysSo() throws Exception {
    sender.knows("ann@example.tw", ANN);

    byte[] mail = Mails.written(only(sender.send(ENCRYPTING, LETTER, "ann@example.tw")).mail());

    Entity inside = Mails.entity(Content.of(new Openssl(folder).decrypt(mail, ANN.encryption())));
    assertThat(inside.mediaType()).isEqualTo("text/plain");
    assertThat(sender.agent.signatures()).isZero();
  }

  @Test
  void aMailToOneselfNeedsNoBook() throws Exception {
    Delivery delivery = only(sender.send(REQUIRED, LETTER, "MING@example.tw"));

    assertThat(new Openssl(folder).decrypts(Mails.written(delivery.mail()), MING.encryption()))
        .isTrue();
  }

  @Test
  void aRecipientNamedTwiceIsInOneCopyOnceForEachSpelling() throws Exception {
    Delivery delivery =
        only(sender.send(SIGNING, LETTER, "ann@example.tw", "Ann@Example.tw", "ann@example.tw"));

    assertThat(delivery.recipients()).containsExactly("ann@example.tw", "Ann@Example.tw");
  }

  @Test
  void bothCertificatesAndTheirChainAreEnclosed() throws Exception {
    byte[] mail = Mails.written(only(sender.send(SIGNING, LETTER, "ann@example.tw")).mail());

    String printed = new Openssl(folder).print(mail);

    for (var certificate :
        List.of(
            MING.signing().certificate(),
            MING.encryption().certificate(),
            PKI.root().certificate())) {
      assertThat(printed).contains("serialNumber: " + certificate.getSerialNumber());
    }
  }

  @Test
  void whatIsWrittenIsNeverLargerThanWhatWasSaid() throws Exception {
    sender.knows("ann@example.tw", ANN).knows("bob@example.tw", BOB);
    for (Content mail :
        List.of(
            LETTER,
            large(),
            Mails.of("From: ming@example.tw\n\n"),
            Mails.of("From: ming@example.tw"))) {
      for (Account account : List.of(PLAIN, SIGNING, REQUIRED, ENCRYPTING)) {
        for (Delivery delivery : sender.send(account, mail, "ann@example.tw", "bob@example.tw")) {
          long written = Mails.written(delivery.mail()).length;
          assertThat(written).isLessThanOrEqualTo(delivery.sizeBound());
          if (account.equals(PLAIN)) {
            assertThat(written).isEqualTo(delivery.sizeBound());
          }
        }
      }
    }
  }

  private static Content toAnnAndBob() {
    return Mails.of(
        "From: ming@example.tw\nTo: ann@example.tw\nCc: Bob <BOB@EXAMPLE.TW>\n\nHello\n");
  }

  private static Content large() {
    String line = "A line of base64 or of anything else that has some seventy characters\n";
    return Mails.of("From: ming@example.tw\nTo: ann@example.tw\n\n" + line.repeat(20_000));
  }

  private static Delivery only(List<Delivery> deliveries) {
    assertThat(deliveries).hasSize(1);
    return deliveries.getFirst();
  }

  private static String written(Delivery delivery) throws Exception {
    return new String(Mails.written(delivery.mail()), ISO_8859_1).replace("\r\n", "\n");
  }

  private static String header(String mail) {
    return mail.substring(0, mail.indexOf("\n\n") + 1);
  }
}
