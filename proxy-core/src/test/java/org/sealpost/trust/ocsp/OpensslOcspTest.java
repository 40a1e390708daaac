package org.sealpost.trust.ocsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.testpki.Holder;
import org.sealpost.trust.fetch.AddressPolicy;
import org.sealpost.trust.fetch.FaultyHttpServer;
import org.sealpost.trust.fetch.HttpFetcher;
import org.sealpost.trust.revocation.RevocationReason;
import org.sealpost.trust.revocation.RevocationStatus;
import org.sealpost.trust.revocation.RevocationStatus.Cause;

/** OpenSSL answers what we ask, and judges the answers that we judge. */
class OpensslOcspTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final DateTimeFormatter INDEX_TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Authority AUTHORITY = new Authority("CN=CA");
  private static final Authority STRANGER = new Authority("CN=CA");
  private static final Holder DELEGATE = AUTHORITY.delegate();

  @TempDir private Path folder;

  private final FaultyHttpServer server = new FaultyHttpServer();
  private final HttpFetcher fetcher = new HttpFetcher(AddressPolicy.TRUSTED_ISSUERS);
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  @BeforeAll
  static void needsOpenssl() {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(each -> Files.isExecutable(Path.of(each, "openssl"))),
        "openssl is not installed");
  }

  @BeforeEach
  void writeAuthority() throws IOException {
    write("ca", AUTHORITY.ca());
    write("delegate", DELEGATE);
  }

  @AfterEach
  void close() {
    fetcher.close();
    server.close();
  }

  private void write(String name, Holder holder) throws IOException {
    Files.writeString(folder.resolve(name + ".pem"), Holder.pem(holder.certificate()));
    holder.writeKey(folder.resolve(name + ".key"));
  }

  private RevocationStatus ask(Holder holder) {
    return new OcspClient(
            fetcher,
            (_, _, _) -> new RevocationStatus.Unknown(new Cause.NoSource()),
            folder.resolve("kept"),
            () -> now)
        .status(holder.certificate(), AUTHORITY.ca().certificate(), PATIENCE);
  }

  /** OpenSSL's own responder, behind our web server: it would listen on all interfaces. */
  private void opensslAnswers(String signer, String index, String... options) throws IOException {
    Files.writeString(folder.resolve("index.txt"), index);
    server.answers(
        "/ocsp",
        request -> {
          Path response = folder.resolve("response.der");
          Path asked = Files.write(folder.resolve("request.der"), request);
          List<String> command =
              new ArrayList<>(
                  List.of("ocsp", "-index", "index.txt", "-CA", "ca.pem", "-ndays", "1"));
          command.addAll(List.of("-rsigner", signer + ".pem", "-rkey", signer + ".key"));
          command.addAll(List.of("-reqin", asked.toString(), "-respout", response.toString()));
          command.addAll(List.of(options));
          Output output = openssl(command);
          assertThat(output.status()).as(output.text()).isZero();
          return Files.readAllBytes(response);
        });
  }

  private static String valid(BigInteger serial) {
    return "V\t351231235959Z\t\t" + hex(serial) + "\tunknown\t/CN=Ming\n";
  }

  private static String revoked(BigInteger serial, Instant since, String reason) {
    return "R\t351231235959Z\t%s,%s\t%s\tunknown\t/CN=Ming\n"
        .formatted(INDEX_TIME.format(since), reason, hex(serial));
  }

  private static String hex(BigInteger serial) {
    String digits = serial.toString(16).toUpperCase(Locale.ROOT);
    return digits.length() % 2 == 0 ? digits : "0" + digits;
  }

  @ParameterizedTest
  @ValueSource(strings = {"ca", "delegate"})
  void whatOpensslSaysIsGoodIsGood(String signer) throws Exception {
    Holder holder = AUTHORITY.holder(server.at("/ocsp"));
    opensslAnswers(signer, valid(holder.certificate().getSerialNumber()));
    assertThat(ask(holder)).isInstanceOf(RevocationStatus.Good.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ca", "delegate"})
  void whatOpensslSaysIsRevokedIsRevoked(String signer) throws Exception {
    Holder holder = AUTHORITY.holder(server.at("/ocsp"));
    Instant since = now.minus(Duration.ofDays(3));
    opensslAnswers(signer, revoked(holder.certificate().getSerialNumber(), since, "keyCompromise"));
    assertThat(ask(holder))
        .isInstanceOfSatisfying(
            RevocationStatus.Revoked.class,
            revoked -> {
              assertThat(revoked.since()).isEqualTo(since);
              assertThat(revoked.reason()).isEqualTo(RevocationReason.KEY_COMPROMISE);
            });
  }

  @Test
  void whatOpensslDoesNotKnowIsUnknown() throws Exception {
    Holder holder = AUTHORITY.holder(server.at("/ocsp"));
    opensslAnswers("ca", valid(BigInteger.TEN));
    assertThat(ask(holder))
        .isInstanceOfSatisfying(
            RevocationStatus.Unknown.class,
            unknown -> assertThat(unknown.cause()).isInstanceOf(Cause.NotReliable.class));
  }

  @Test
  void opensslMayNameItselfByItsKey() throws Exception {
    Holder holder = AUTHORITY.holder(server.at("/ocsp"));
    opensslAnswers("delegate", valid(holder.certificate().getSerialNumber()), "-resp_key_id");
    assertThat(ask(holder)).isInstanceOf(RevocationStatus.Good.class);
  }

  @Test
  void opensslReturnsOurNonce() throws Exception {
    Holder holder = AUTHORITY.holder(server.at("/ocsp"));
    opensslAnswers("ca", valid(holder.certificate().getSerialNumber()));
    ask(holder);
    Output request = openssl(List.of("ocsp", "-reqin", "request.der", "-req_text"));
    Output response =
        openssl(List.of("ocsp", "-respin", "response.der", "-noverify", "-resp_text"));
    assertThat(nonce(response.text()))
        .hasSizeGreaterThanOrEqualTo(64)
        .isEqualTo(nonce(request.text()));
  }

  private static String nonce(String text) {
    return text.lines()
        .dropWhile(line -> !line.contains("OCSP Nonce:"))
        .skip(1)
        .findFirst()
        .orElseThrow()
        .strip();
  }

  /** A fault of a responder. */
  interface Fault {
    TestResponder in(TestResponder good, Instant now);
  }

  static Stream<Arguments> faults() {
    X509Certificate other = AUTHORITY.holder().certificate();
    X509Certificate delegate = DELEGATE.certificate();
    Holder plain = AUTHORITY.holder();
    Holder late = AUTHORITY.delegateRequest().issue();
    return Stream.of(
        fault("none", (good, _) -> good),
        fault("named by its name", (good, _) -> good.namedByName()),
        fault("a delegate", (good, _) -> good.delegate(DELEGATE)),
        fault("a short-lived delegate to ask about", (good, _) -> good.delegate(late)),
        fault("no nonce", (good, _) -> good.withoutNonce()),
        fault("another nonce", (good, _) -> good.otherNonce()),
        fault("SHA-1 in the signature", (good, _) -> good.algorithm("SHA1withECDSA")),
        fault("another certificate", (good, _) -> good.answersFor(other)),
        fault("altered", (good, _) -> good.tampered()),
        fault("unknown", (good, _) -> good.unknown()),
        fault("a stranger's delegate", (good, _) -> good.delegate(STRANGER.delegate())),
        fault("a stranger", (good, _) -> good.delegate(STRANGER.ca())),
        fault(
            "a stranger as the issuer",
            (good, _) -> good.signedBy(STRANGER.ca(), AUTHORITY.ca().certificate())),
        fault(
            "a stranger as the delegate",
            (good, _) -> good.signedBy(STRANGER.ca(), delegate).encloses(delegate)),
        fault("a holder", (good, _) -> good.delegate(plain)),
        fault("out of date", (good, now) -> good.updates(day(now, -2), day(now, -1))),
        fault("in the future", (good, now) -> good.updates(day(now, 1), day(now, 2))));
  }

  private static Arguments fault(String name, Fault fault) {
    return Arguments.of(name, fault);
  }

  private static Instant day(Instant now, int days) {
    return now.plus(Duration.ofDays(days));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void weTakeTheAnswersThatOpensslTakesAndNoMore(String name, Fault fault) throws Exception {
    Holder holder = AUTHORITY.holder(server.at("/ocsp"));
    server.answers("/ocsp", fault.in(new TestResponder(AUTHORITY.ca(), now), now)::answer);
    Output openssl = opensslAsks(holder);
    assertThat(ask(holder) instanceof RevocationStatus.Good)
        .as("%s: openssl says %s", name, openssl.text())
        .isEqualTo(isGood(openssl));
  }

  private Output opensslAsks(Holder holder) throws IOException {
    Files.writeString(folder.resolve("holder.pem"), Holder.pem(holder.certificate()));
    List<String> command =
        new ArrayList<>(List.of("ocsp", "-issuer", "ca.pem", "-cert", "holder.pem"));
    command.addAll(List.of("-CAfile", "ca.pem", "-url", server.at("/ocsp").toString()));
    return openssl(command);
  }

  private static boolean isGood(Output openssl) {
    return openssl.status() == 0
        && openssl.text().contains("Response verify OK")
        && openssl.text().contains("holder.pem: good")
        && !openssl.text().contains("WARNING: Status times invalid");
  }

  /** OpenSSL knows the certificate again only by the digest that it asked with. */
  @Test
  void unlikeOpensslWeTakeAnAnswerThatNamesTheCertificateByAnotherDigest() throws Exception {
    Holder holder = AUTHORITY.holder(server.at("/ocsp"));
    TestResponder responder =
        new TestResponder(AUTHORITY.ca(), now).names(NISTObjectIdentifiers.id_sha256);
    server.answers("/ocsp", responder::answer);
    assertThat(isGood(opensslAsks(holder))).isFalse();
    assertThat(ask(holder)).isInstanceOf(RevocationStatus.Good.class);
  }

  @Test
  void unlikeOpensslWeDoNotRelyOnALastingDelegateThatNobodyCanBeAskedAbout() throws Exception {
    Holder holder = AUTHORITY.holder(server.at("/ocsp"));
    Holder lasting = AUTHORITY.delegateRequest().valid(day(now, -1), day(now, 300)).issue();
    server.answers("/ocsp", new TestResponder(AUTHORITY.ca(), now).delegate(lasting)::answer);
    assertThat(isGood(opensslAsks(holder))).isTrue();
    assertThat(ask(holder)).isInstanceOf(RevocationStatus.Unknown.class);
  }

  private record Output(int status, String text) {}

  private Output openssl(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    try {
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return new Output(process.exitValue(), text);
    } catch (InterruptedException e) {
      throw new IOException(e);
    } finally {
      process.destroyForcibly();
    }
  }
}
