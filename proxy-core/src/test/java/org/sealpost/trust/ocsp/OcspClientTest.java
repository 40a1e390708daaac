package org.sealpost.trust.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.failure.Phrase;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;
import org.sealpost.trust.fetch.AddressPolicy;
import org.sealpost.trust.fetch.FaultyHttpServer;
import org.sealpost.trust.fetch.HttpFetcher;
import org.sealpost.trust.revocation.Evidence;
import org.sealpost.trust.revocation.RevocationReason;
import org.sealpost.trust.revocation.RevocationSource;
import org.sealpost.trust.revocation.RevocationStatus;
import org.sealpost.trust.revocation.RevocationStatus.Cause;

class OcspClientTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration NO_PATIENCE = Duration.ZERO;
  private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final Instant revokedAt = start.minus(Duration.ofDays(10));
  private static final Authority AUTHORITY = new Authority("CN=CA");
  private static final Authority STRANGER = new Authority("CN=CA");

  @TempDir private Path folder;

  private final FaultyHttpServer server = new FaultyHttpServer();
  private final HttpFetcher fetcher = new HttpFetcher(AddressPolicy.TRUSTED_ISSUERS);
  private final Holder holder = AUTHORITY.holder(server.at("/ocsp"));
  private volatile Instant now = start;
  private volatile RevocationStatus ofDelegates =
      new RevocationStatus.Unknown(new Cause.NoSource());

  @AfterEach
  void close() {
    fetcher.close();
    server.close();
  }

  private TestResponder responder() {
    return new TestResponder(AUTHORITY.ca(), now);
  }

  private OcspClient client() {
    InstantSource clock = () -> now;
    RevocationSource delegates = (_, _, _) -> ofDelegates;
    return new OcspClient(fetcher, delegates, folder, clock);
  }

  private RevocationStatus ask(TestResponder responder) {
    server.answers("/ocsp", responder::answer);
    return ask(client());
  }

  private RevocationStatus ask(OcspClient client) {
    return ask(client, holder, PATIENCE);
  }

  private static RevocationStatus ask(OcspClient client, Holder holder, Duration patience) {
    return client.status(holder.certificate(), AUTHORITY.ca().certificate(), patience);
  }

  private static void assertNotReliable(RevocationStatus status, String words) {
    assertThat(status)
        .isInstanceOfSatisfying(
            RevocationStatus.Unknown.class,
            unknown ->
                assertThat(unknown.cause())
                    .isInstanceOfSatisfying(
                        Cause.NotReliable.class,
                        cause -> assertThat(cause.detail().english()).contains(words)));
  }

  private static void assertNotReached(RevocationStatus status, String words) {
    assertThat(status)
        .isInstanceOfSatisfying(
            RevocationStatus.Unknown.class,
            unknown ->
                assertThat(unknown.cause())
                    .isInstanceOfSatisfying(
                        Cause.NotReached.class,
                        cause -> assertThat(cause.detail().english()).contains(words)));
  }

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

  // Who may answer

  @Test
  void aDelegateOfTheIssuerIsBelieved() {
    assertThat(ask(responder().delegate(AUTHORITY.delegate())))
        .isInstanceOf(RevocationStatus.Good.class);
  }

  @Test
  void aDelegateOfAnotherCaIsNotBelieved() {
    assertNotReliable(
        ask(responder().delegate(STRANGER.delegate())), "nor by anyone that the issuer appointed");
  }

  /** The other CA has the same name, as the generations of one CA do. */
  @Test
  void anotherCaOfTheSameNameIsNotBelieved() {
    assertNotReliable(ask(responder().delegate(STRANGER.ca()).namedByName()), "does not hold");
  }

  @Test
  void aSignatureThatOnlyClaimsToBeTheIssuersIsNotBelieved() {
    assertNotReliable(
        ask(responder().signedBy(STRANGER.ca(), AUTHORITY.ca().certificate())), "does not hold");
  }

  @Test
  void aSignatureThatOnlyClaimsToBeADelegatesIsNotBelieved() {
    X509Certificate delegate = AUTHORITY.delegate().certificate();
    assertNotReliable(
        ask(responder().signedBy(STRANGER.ca(), delegate).encloses(delegate)), "does not hold");
  }

  @Test
  void anAnswerThatWasAlteredIsNotTaken() {
    assertNotReliable(ask(responder().tampered()), "does not hold");
  }

  @Test
  void anotherHolderOfTheSameCaCannotAnswer() {
    assertNotReliable(ask(responder().delegate(AUTHORITY.holder())), "not meant for OCSP answers");
  }

  @Test
  void theHolderCannotAnswerForItself() {
    assertNotReliable(ask(responder().delegate(holder)), "not meant for OCSP answers");
  }

  @Test
  void anyExtendedKeyUsageIsNoAppointment() {
    Holder delegate =
        Authority.noCheck(
                Authority.purpose(
                    AUTHORITY.request("CN=Responder"), KeyPurposeId.anyExtendedKeyUsage))
            .issue();
    assertNotReliable(ask(responder().delegate(delegate)), "not meant for OCSP answers");
  }

  @Test
  void aDelegateWhoseKeyIsNotForSignaturesIsNotBelieved() {
    Holder delegate =
        Authority.noCheck(AUTHORITY.delegateRequest()).usage(KeyUsage.keyEncipherment).issue();
    assertNotReliable(ask(responder().delegate(delegate)), "not meant for OCSP answers");
  }

  @Test
  void aDelegateWhoseCertificateRanOutIsNotBelieved() {
    Holder delegate =
        Authority.noCheck(AUTHORITY.delegateRequest())
            .valid(start.minus(Duration.ofDays(9)), start.minusSeconds(1))
            .issue();
    assertNotReliable(ask(responder().delegate(delegate)), "expired or not yet valid");
  }

  /** One that a delegate appoints is not appointed by the issuer (RFC 6960 §4.2.2.2). */
  @Test
  void aDelegateCannotAppointAnother() {
    Holder delegate = AUTHORITY.delegate();
    Holder second =
        new TestPki("CN=Unused", KeyKind.P256)
            .certificate(delegate, "CN=Second")
            .key(KeyKind.P256)
            .extension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning))
            .extension(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE)
            .issue();
    assertNotReliable(
        ask(responder().delegate(second).encloses(second.certificate(), delegate.certificate())),
        "nor by anyone that the issuer appointed");
  }

  @Test
  void aDelegateThatNamesNowhereToAskIsBelievedIfItLivesShortly() {
    Holder brief = AUTHORITY.delegateRequest().valid(start.minusSeconds(60), days(89)).issue();
    assertThat(ask(responder().delegate(brief))).isInstanceOf(RevocationStatus.Good.class);
  }

  @Test
  void aDelegateThatNamesNowhereToAskIsNotBelievedIfItLivesLong() {
    Holder lasting = AUTHORITY.delegateRequest().valid(start.minusSeconds(60), days(91)).issue();
    assertNotReliable(ask(responder().delegate(lasting)), "whether it was revoked itself");
  }

  private Instant days(int days) {
    return start.plus(Duration.ofDays(days));
  }

  @Test
  void aDelegateThatIsNotRevokedIsBelieved() {
    ofDelegates =
        new RevocationStatus.Good(
            new Evidence(Evidence.Kind.CRL, "http://ca.example/", start, Optional.empty()));
    Holder lasting = AUTHORITY.delegateRequest().valid(start.minusSeconds(60), days(400)).issue();
    assertThat(ask(responder().delegate(lasting))).isInstanceOf(RevocationStatus.Good.class);
  }

  @Test
  void aDelegateThatIsRevokedIsNotBelieved() {
    ofDelegates =
        new RevocationStatus.Revoked(
            revokedAt,
            RevocationReason.KEY_COMPROMISE,
            Optional.empty(),
            new Evidence(Evidence.Kind.CRL, "http://ca.example/", start, Optional.empty()));
    assertNotReliable(
        ask(responder().delegate(AUTHORITY.delegateRequest().issue())), "that is revoked");
  }

  @Test
  void aDelegateWhoseListCannotBeHadIsNotBelieved() {
    ofDelegates =
        new RevocationStatus.Unknown(
            new Cause.NotReached("http://ca.example/", Phrase.verbatim("No.")));
    assertNotReliable(
        ask(responder().delegate(AUTHORITY.delegateRequest().issue())),
        "whether it was revoked itself");
  }

  @Test
  void aSignatureWithMd5IsNotBelieved() {
    Authority old = new Authority("CN=Old", KeyKind.RSA_2048);
    Holder theirs = old.holder(server.at("/ocsp"));
    server.answers("/ocsp", new TestResponder(old.ca(), now).algorithm("MD5withRSA")::answer);
    assertNotReliable(
        client().status(theirs.certificate(), old.ca().certificate(), PATIENCE), "relies on MD5");
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_2048, SHA256withRSA",
    "RSA_2048, SHA512withRSA",
    "RSA_2048, SHA256withRSAandMGF1",
    "P384, SHA384withECDSA",
  })
  void theSignaturesInUseAreUnderstood(KeyKind key, String algorithm) {
    Authority authority = new Authority("CN=Other", key);
    Holder theirs = authority.holder(server.at("/ocsp"));
    server.answers("/ocsp", new TestResponder(authority.ca(), now).algorithm(algorithm)::answer);
    assertThat(client().status(theirs.certificate(), authority.ca().certificate(), PATIENCE))
        .isInstanceOf(RevocationStatus.Good.class);
  }

  @Test
  void aSignatureWithSha1IsBorne() {
    assertThat(ask(responder().algorithm("SHA1withECDSA")))
        .isInstanceOf(RevocationStatus.Good.class);
  }

  // What it answers to

  @Test
  void anAnswerForAnotherCertificateIsNotTaken() {
    X509Certificate other = AUTHORITY.holder().certificate();
    assertNotReliable(ask(responder().answersFor(other)), "answered for another certificate");
  }

  /** The same number at another CA of the same name. */
  @Test
  void anAnswerForTheSameNumberOfAnotherCaIsNotTaken() {
    TestResponder responder =
        new TestResponder(STRANGER.ca(), now)
            .answersFor(holder.certificate())
            .signedBy(AUTHORITY.ca(), AUTHORITY.ca().certificate());
    assertNotReliable(ask(responder), "answered for another certificate");
  }

  @Test
  void theCertificateMayBeNamedByAnotherDigest() {
    assertThat(ask(responder().names(NISTObjectIdentifiers.id_sha256)))
        .isInstanceOf(RevocationStatus.Good.class);
  }

  @Test
  void aReplayedAnswerIsNotTaken() throws Exception {
    ask(responder());
    byte[] earlier = responder().answer(server.requests().getFirst().body());
    for (Path file : kept()) {
      Files.delete(file);
    }
    assertNotReliable(ask(responder().replays(earlier)), "its nonce is another");
  }

  @Test
  void anAnswerWithAnotherNonceIsNotTaken() {
    assertNotReliable(ask(responder().otherNonce()), "its nonce is another");
  }

  @Test
  void anAnswerThatWasMadeAheadOfTimeIsTaken() {
    assertThat(ask(responder().withoutNonce())).isInstanceOf(RevocationStatus.Good.class);
  }

  @Test
  void anAnswerThatRanOutIsNotTaken() {
    assertThat(ask(responder().withoutNonce().updates(days(-2), days(-1))))
        .isEqualTo(
            new RevocationStatus.Unknown(
                new Cause.Outdated(server.at("/ocsp").toString(), days(-1))));
  }

  @Test
  void anAnswerFromTheFutureIsNotTaken() {
    Instant soon = start.plus(Duration.ofMinutes(6));
    assertNotReliable(ask(responder().updates(soon, days(1))), "dated in the future");
  }

  @Test
  void aClockThatIsALittleAheadIsBorne() {
    Instant soon = start.plus(Duration.ofMinutes(4));
    assertThat(ask(responder().updates(soon, days(1)))).isInstanceOf(RevocationStatus.Good.class);
  }

  @ParameterizedTest
  @CsvSource({"23, true", "25, false"})
  void anAnswerThatDoesNotSayHowLongItHoldsHoldsForADay(int hours, boolean taken) {
    TestResponder responder = responder().withoutNextUpdate(start.minus(Duration.ofHours(hours)));
    assertThat(ask(responder) instanceof RevocationStatus.Good).isEqualTo(taken);
  }

  @Test
  void aCriticalExtensionThatIsNotUnderstoodIsNotPassedOver() {
    ASN1ObjectIdentifier id = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");
    assertNotReliable(ask(responder().extension(id, true, DERNull.INSTANCE)), "not understood");
    now = now.plus(Duration.ofMinutes(2));
    assertNotReliable(
        ask(responder().singleExtension(id, true, DERNull.INSTANCE)), "not understood");
    now = now.plus(Duration.ofMinutes(2));
    assertThat(ask(responder().singleExtension(id, false, DERNull.INSTANCE)))
        .isInstanceOf(RevocationStatus.Good.class);
  }

  // Expired certificates

  private Holder expired() {
    return AUTHORITY.request("CN=Ming", server.at("/ocsp")).valid(days(-100), days(-10)).issue();
  }

  private RevocationStatus askForExpired(TestResponder responder) {
    server.answers("/ocsp", responder::answer);
    return ask(client(), expired(), PATIENCE);
  }

  @Test
  void ofAnExpiredCertificateAResponderMayHaveForgottenTheRevocation() {
    assertThat(askForExpired(responder()))
        .isEqualTo(
            new RevocationStatus.Unknown(
                new Cause.ExpiredBefore(
                    server.at("/ocsp").toString(), start.minus(Duration.ofHours(1)))));
  }

  @ParameterizedTest
  @CsvSource({"-11, true", "-9, false"})
  void aResponderThatRemembersLongEnoughIsBelievedOfExpiredCertificates(int day, boolean known) {
    TestResponder responder =
        responder()
            .singleExtension(
                OCSPObjectIdentifiers.id_pkix_ocsp_archive_cutoff,
                false,
                new ASN1GeneralizedTime(Date.from(days(day))));
    assertThat(askForExpired(responder) instanceof RevocationStatus.Good).isEqualTo(known);
  }

  @Test
  void theRevocationOfAnExpiredCertificateIsTold() {
    assertThat(askForExpired(responder().revoked(days(-20), 1)))
        .isInstanceOf(RevocationStatus.Revoked.class);
  }

  // Responders that fail

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

  // Keeping answers

  @Test
  void anAnswerIsKeptUntilItRunsOut() {
    server.answers("/ocsp", responder().updates(start, days(2))::answer);
    OcspClient client = client();
    ask(client);
    now = days(1);
    ask(client);
    assertThat(server.requests()).hasSize(1);
    now = days(2);
    server.answers("/ocsp", responder().revoked(days(1), 1)::answer);
    assertThat(ask(client)).isInstanceOf(RevocationStatus.Revoked.class);
  }

  @Test
  void anAnswerIsKeptAWeekAtMost() {
    server.answers("/ocsp", responder().updates(start, days(30))::answer);
    OcspClient client = client();
    ask(client);
    now = days(6);
    ask(client);
    ask(client());
    assertThat(server.requests()).hasSize(1);
    now = days(8);
    ask(client);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void anAnswerOutlivesARestart() {
    server.answers("/ocsp", responder().updates(start, days(2))::answer);
    RevocationStatus first = ask(client());
    server.close();
    assertThat(ask(client())).isEqualTo(first).isInstanceOf(RevocationStatus.Good.class);
    now = days(3);
    assertThat(ask(client())).isInstanceOf(RevocationStatus.Unknown.class);
  }

  /** Whoever can block one address must not make a revoked certificate good again. */
  @Test
  void blockingTheResponderDoesNotUndoARevocation() {
    server.answers("/ocsp", responder().updates(start, days(2)).revoked(revokedAt, 1)::answer);
    OcspClient client = client();
    RevocationStatus first = ask(client);
    server.close();
    now = days(400);
    assertThat(ask(client)).isEqualTo(first).isInstanceOf(RevocationStatus.Revoked.class);
    assertThat(ask(client())).as("after a restart").isEqualTo(first);
  }

  @Test
  void blockingTheResponderDoesNotUndoARevocationThatADelegateToldOf() {
    ofDelegates =
        new RevocationStatus.Good(
            new Evidence(Evidence.Kind.CRL, "http://ca.example/", start, Optional.empty()));
    Holder delegate = AUTHORITY.delegateRequest().valid(start.minusSeconds(60), days(91)).issue();
    server.answers(
        "/ocsp",
        responder().delegate(delegate).updates(start, days(2)).revoked(revokedAt, 1)::answer);
    RevocationStatus first = ask(client());
    assertThat(first).isInstanceOf(RevocationStatus.Revoked.class);
    server.close();
    now = days(400);
    ofDelegates =
        new RevocationStatus.Unknown(
            new Cause.NotReached("http://ca.example/", Phrase.verbatim("No.")));
    assertThat(ask(client())).as("the delegate's list is blocked as well").isEqualTo(first);
  }

  @Test
  void aKeptRevocationByADelegateThatTurnsOutToBeRevokedIsAskedForAnew() {
    Holder delegate = AUTHORITY.delegateRequest().valid(start.minusSeconds(60), days(89)).issue();
    server.answers("/ocsp", responder().delegate(delegate).revoked(revokedAt, 1)::answer);
    assertThat(ask(client())).isInstanceOf(RevocationStatus.Revoked.class);
    ofDelegates =
        new RevocationStatus.Revoked(
            revokedAt,
            RevocationReason.KEY_COMPROMISE,
            Optional.empty(),
            new Evidence(Evidence.Kind.CRL, "http://ca.example/", start, Optional.empty()));
    server.answers("/ocsp", responder()::answer);
    assertThat(ask(client())).isInstanceOf(RevocationStatus.Good.class);
  }

  @Test
  void aHoldIsAskedForAgainWhenTheAnswerRanOut() {
    server.answers("/ocsp", responder().updates(start, days(2)).revoked(revokedAt, 6)::answer);
    OcspClient client = client();
    assertThat(ask(client)).isInstanceOf(RevocationStatus.Revoked.class);
    now = days(3);
    server.answers("/ocsp", responder()::answer);
    assertThat(ask(client)).as("released").isInstanceOf(RevocationStatus.Good.class);
    assertThat(ask(client())).isInstanceOf(RevocationStatus.Good.class);
  }

  @Test
  void anAnswerThatHadRunOutWhenItCameRevokesNothing() {
    TestResponder late = responder().updates(start.minusSeconds(7200), start.minusSeconds(60));
    assertThat(ask(late.revoked(revokedAt, 1))).isInstanceOf(RevocationStatus.Unknown.class);
    assertThat(ask(client())).isInstanceOf(RevocationStatus.Unknown.class);
  }

  /** Somebody who can write to the folder cannot make a revoked certificate good. */
  @Test
  void aKeptAnswerIsCheckedAgain() throws Exception {
    server.answers("/ocsp", responder().revoked(revokedAt, 1)::answer);
    ask(client());
    byte[] forged =
        responder()
            .withoutNonce()
            .signedBy(STRANGER.ca(), AUTHORITY.ca().certificate())
            .answer(server.requests().getFirst().body());
    for (Path file : kept()) {
      Files.write(file, forged);
    }
    assertThat(ask(client())).isInstanceOf(RevocationStatus.Revoked.class);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void onlyTheUserCanReadWhatIsKept() throws Exception {
    Path own = folder.resolve("ocsp");
    server.answers("/ocsp", responder()::answer);
    OcspClient client = new OcspClient(fetcher, (_, _, _) -> ofDelegates, own, () -> now);
    ask(client);
    assertThat(Files.getPosixFilePermissions(own))
        .hasToString("[OWNER_READ, OWNER_WRITE, OWNER_EXECUTE]");
    try (Stream<Path> files = Files.list(own)) {
      assertThat(files)
          .singleElement()
          .satisfies(
              file ->
                  assertThat(Files.getPosixFilePermissions(file))
                      .hasToString("[OWNER_READ, OWNER_WRITE]"));
    }
  }

  @Test
  void aFolderThatCannotBeWrittenCostsNoAnswer() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    server.answers("/ocsp", responder()::answer);
    OcspClient client = new OcspClient(fetcher, (_, _, _) -> ofDelegates, file, () -> now);
    assertThat(ask(client)).isInstanceOf(RevocationStatus.Good.class);
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
