package org.sealpost.trust.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.testpki.Holder;
import org.sealpost.trust.fetch.FaultyHttpServer;
import org.sealpost.trust.revocation.Evidence;
import org.sealpost.trust.revocation.RevocationReason;
import org.sealpost.trust.revocation.RevocationStatus;
import org.sealpost.trust.revocation.RevocationStatus.Cause;

/** What is asked, and what comes of it; responders that fail; who waits how long. */
class OcspClientTest extends OcspFixture {
  @Test
  void theIssuersWordThatItIsGoodIsTaken() {
    Evidence evidence =
        new Evidence(
            Evidence.Kind.OCSP,
            server.at("/ocsp").toString(),
            start.minus(Duration.ofHours(1)),
            Optional.of(start.plus(Duration.ofHours(1))));
    assertThat(ask(responder())).isEqualTo(new RevocationStatus.Good(evidence));
  }

  @Test
  void theIssuerMayBeNamedByItsName() {
    assertThat(ask(responder().namedByName())).isInstanceOf(RevocationStatus.Good.class);
  }

  @ParameterizedTest
  @CsvSource({"1, KEY_COMPROMISE", "4, SUPERSEDED", "6, CERTIFICATE_HOLD", "77, UNSPECIFIED"})
  void aRevocationIsToldWithTimeAndReason(int code, RevocationReason reason) {
    assertThat(ask(responder().revoked(revokedAt, code)))
        .isInstanceOfSatisfying(
            RevocationStatus.Revoked.class,
            revoked -> {
              assertThat(revoked.since()).isEqualTo(revokedAt);
              assertThat(revoked.reason()).isEqualTo(reason);
              assertThat(revoked.invalidSince()).isEmpty();
            });
  }

  @Test
  void aRevocationWithoutReasonHasNone() {
    assertThat(ask(responder().revokedWithoutReason(revokedAt)))
        .isInstanceOfSatisfying(
            RevocationStatus.Revoked.class,
            revoked -> assertThat(revoked.reason()).isEqualTo(RevocationReason.UNSPECIFIED));
  }

  @Test
  void theTimeSinceWhenTheKeyIsSuspectedIsTold() {
    Instant suspected = revokedAt.minus(Duration.ofDays(3));
    TestResponder responder =
        responder()
            .revoked(revokedAt, 1)
            .singleExtension(
                Extension.invalidityDate, false, new ASN1GeneralizedTime(Date.from(suspected)));
    assertThat(ask(responder))
        .isInstanceOfSatisfying(
            RevocationStatus.Revoked.class,
            revoked -> assertThat(revoked.invalidSince()).contains(suspected));
  }

  @Test
  void aResponderThatDoesNotKnowTheCertificateSaysNothing() {
    assertNotReliable(ask(responder().unknown()), "does not know the certificate");
  }

  @Test
  void aCertificateThatNamesNoResponderHasNone() {
    assertThat(ask(client(), AUTHORITY.holder(), PATIENCE))
        .isEqualTo(new RevocationStatus.Unknown(new Cause.NoSource()));
    assertThat(ask(client(), AUTHORITY.holder(URI.create("ldap://ca.example/ocsp")), PATIENCE))
        .isEqualTo(new RevocationStatus.Unknown(new Cause.NoSource()));
  }

  @Test
  void aQuestionNamesTheCertificateAndHasAFreshNonce() throws Exception {
    ask(responder());
    ask(new OcspClient(fetcher, (_, _, _) -> ofDelegates, folder.resolve("new"), () -> now));
    List<byte[]> nonces =
        server.requests().stream().map(FaultyHttpServer.Request::body).map(this::nonce).toList();
    assertThat(nonces)
        .hasSize(2)
        .doesNotHaveDuplicates()
        .allSatisfy(n -> assertThat(n).hasSize(32));
    FaultyHttpServer.Request request = server.requests().getFirst();
    assertThat(request.header("Content-Type")).contains("application/ocsp-request");
    assertThat(new OCSPReq(request.body()).getRequestList())
        .singleElement()
        .satisfies(
            each ->
                assertThat(each.getCertID().getSerialNumber())
                    .isEqualTo(holder.certificate().getSerialNumber()));
  }

  private byte[] nonce(byte[] request) {
    try {
      return DEROctetString.getInstance(
              new OCSPReq(request)
                  .getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)
                  .getParsedValue())
          .getOctets();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, did not understand",
    "2, internal error",
    "3, asks to try again later",
    "5, only questions that are signed",
    "6, does not answer for this certificate",
    "9, (status 9)"
  })
  void aRefusalIsToldInWords(int status, String words) {
    assertNotReached(ask(responder().fails(status)), words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no answer", "0\u0003\n\u0001\u0000"})
  void whatIsNoAnswerIsNotReliable(String text) {
    server.serves("/ocsp", text.getBytes(StandardCharsets.ISO_8859_1));
    assertNotReliable(ask(client()), "is no OCSP answer");
  }

  @Test
  void anAnswerIsNotReadWithoutEnd() {
    server.isEndless("/ocsp");
    assertNotReached(ask(client()), "larger");
  }

  @Test
  void aResponderThatIsNotThereIsToldInWords() {
    server.fails("/ocsp", 404);
    assertNotReached(ask(client()), "HTTP status 404");
  }

  @Test
  void whenTheFirstResponderFailsTheSecondIsAsked() {
    server.fails("/one", 500).answers("/two", responder()::answer);
    Holder two = AUTHORITY.holder(server.at("/one"), server.at("/two"));
    assertThat(ask(client(), two, PATIENCE)).isInstanceOf(RevocationStatus.Good.class);
  }

  @Test
  void aResponderThatFailsIsLeftAloneForAMinute() {
    server.fails("/ocsp", 500);
    OcspClient client = client();
    ask(client);
    ask(client);
    ask(client, AUTHORITY.holder(server.at("/ocsp")), PATIENCE);
    assertThat(server.requests()).hasSize(1);
    server.answers("/ocsp", responder()::answer);
    now = now.plus(Duration.ofSeconds(61));
    assertThat(ask(client)).isInstanceOf(RevocationStatus.Good.class);
  }

  @Test
  void aResponderThatDoesNotKnowOneCertificateIsAskedForOthers() {
    server.answers("/ocsp", responder().fails(6)::answer);
    OcspClient client = client();
    ask(client);
    server.answers("/ocsp", responder()::answer);
    assertThat(ask(client, AUTHORITY.holder(server.at("/ocsp")), PATIENCE))
        .isInstanceOf(RevocationStatus.Good.class);
  }

  // Patience

  @Test
  void whatTakesLongerIsKnownLater() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    server.answers(
        "/ocsp",
        request -> {
          awaitQuietly(asked);
          return responder().answer(request);
        });
    OcspClient client = client();
    assertThat(ask(client, holder, NO_PATIENCE))
        .isEqualTo(new RevocationStatus.Unknown(new Cause.NotYet(server.at("/ocsp").toString())));
    asked.countDown();
    assertThat(ask(client)).isInstanceOf(RevocationStatus.Good.class);
    assertThat(server.requests()).hasSize(1);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void manyWhoAskForOneCertificateShareOneQuestion() throws Exception {
    CountDownLatch all = new CountDownLatch(20);
    server.answers(
        "/ocsp",
        request -> {
          awaitQuietly(all);
          return responder().answer(request);
        });
    OcspClient client = client();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<RevocationStatus>> answers =
          IntStream.range(0, 20)
              .mapToObj(
                  _ ->
                      threads.submit(
                          () -> {
                            all.countDown();
                            return ask(client);
                          }))
              .toList();
      for (Future<RevocationStatus> answer : answers) {
        assertThat(answer.get()).isInstanceOf(RevocationStatus.Good.class);
      }
    }
    assertThat(server.requests()).hasSize(1);
  }
}
