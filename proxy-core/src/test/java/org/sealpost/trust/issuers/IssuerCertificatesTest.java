package org.sealpost.trust.issuers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;
import org.sealpost.testpki.TestPki.CertificateRequest;
import org.sealpost.trust.fetch.AddressPolicy;
import org.sealpost.trust.fetch.FaultyHttpServer;
import org.sealpost.trust.fetch.HttpFetcher;

class IssuerCertificatesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final TestPki PKI = new TestPki("CN=Root", KeyKind.P256);
  private static final Holder ROOT = PKI.root();

  @TempDir private Path folder;

  private final FaultyHttpServer server = new FaultyHttpServer();
  private final HttpFetcher fetcher = new HttpFetcher(AddressPolicy.TRUSTED_ISSUERS);
  private volatile Instant now = Instant.now();

  @AfterEach
  void close() {
    fetcher.close();
    server.close();
  }

  private IssuerCertificates issuers() {
    return new IssuerCertificates(fetcher, folder, () -> now);
  }

  private static CertificateRequest request(Holder issuer, String subject, URI... addresses) {
    ASN1EncodableVector descriptions = new ASN1EncodableVector();
    Arrays.stream(addresses)
        .map(each -> new GeneralName(GeneralName.uniformResourceIdentifier, each.toString()))
        .forEach(
            name ->
                descriptions.add(new AccessDescription(AccessDescription.id_ad_caIssuers, name)));
    CertificateRequest request = PKI.certificate(issuer, subject).key(KeyKind.P256);
    return addresses.length == 0
        ? request
        : request.extension(
            Extension.authorityInfoAccess,
            false,
            AuthorityInformationAccess.getInstance(new DERSequence(descriptions)));
  }

  private static X509Certificate holder(Holder issuer, URI... addresses) {
    return request(issuer, "CN=Ming", addresses).issue().certificate();
  }

  private static Holder authority(Holder issuer, String subject, URI... addresses) {
    return request(issuer, subject, addresses).authority().issue();
  }

  private static byte[] der(Holder holder) {
    try {
      return holder.certificate().getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] p7c(X509Certificate... certificates) throws Exception {
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    generator.addCertificates(new JcaCertStore(List.of(certificates)));
    return generator.generate(new CMSAbsentContent()).getEncoded();
  }

  private List<X509Certificate> known(X509Certificate end) {
    return issuers().known(end, List.of());
  }

  private boolean complete(X509Certificate end, X509Certificate... helpers) {
    return issuers().complete(end, List.of(helpers), PATIENCE);
  }

  @Test
  void theIssuersCertificateIsFetched() {
    Holder ca = authority(ROOT, "CN=CA");
    X509Certificate end = holder(ca, server.at("/ca.cer"));
    server.serves("/ca.cer", der(ca));
    assertThat(known(end)).isEmpty();
    assertThat(server.requests()).isEmpty();
    assertThat(complete(end)).isTrue();
    assertThat(known(end)).containsExactly(ca.certificate());
  }

  @Test
  void itMayBePem() {
    X509Certificate end = holder(ROOT, server.at("/root.crt"));
    server.serves("/root.crt", Holder.pem(ROOT.certificate()).getBytes(StandardCharsets.US_ASCII));
    assertThat(complete(end)).isTrue();
    assertThat(known(end)).containsExactly(ROOT.certificate());
  }

  @Test
  void itMayBeAmongOthersInAP7c() throws Exception {
    Holder ca = authority(ROOT, "CN=CA");
    Holder older = authority(ROOT, "CN=CA");
    X509Certificate end = holder(ca, server.at("/all.p7c"));
    server.serves("/all.p7c", p7c(older.certificate(), ca.certificate(), ROOT.certificate()));
    assertThat(complete(end)).isTrue();
    assertThat(known(end)).containsExactly(ca.certificate());
  }

  @Test
  void whatIsMissingFurtherUpIsFetchedToo() {
    Holder upper = authority(ROOT, "CN=Upper", server.at("/root"));
    Holder lower = authority(upper, "CN=Lower", server.at("/upper"));
    X509Certificate end = holder(lower, server.at("/lower"));
    server.serves("/root", der(ROOT)).serves("/upper", der(upper)).serves("/lower", der(lower));
    assertThat(complete(end)).isTrue();
    assertThat(known(end))
        .containsExactly(lower.certificate(), upper.certificate(), ROOT.certificate());
  }

  @Test
  void whatIsAtHandIsNotFetched() {
    Holder upper = authority(ROOT, "CN=Upper", server.at("/root"));
    Holder lower = authority(upper, "CN=Lower", server.at("/upper"));
    X509Certificate end = holder(lower, server.at("/lower"));
    server.serves("/root", der(ROOT)).serves("/upper", der(upper)).serves("/lower", der(lower));
    assertThat(complete(end, lower.certificate(), ROOT.certificate())).isTrue();
    assertThat(server.requests())
        .extracting(FaultyHttpServer.Request::path)
        .containsExactly("/upper");
    assertThat(complete(end, lower.certificate(), upper.certificate(), ROOT.certificate()))
        .isFalse();
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void theSecondAddressIsAskedWhenTheFirstDoesNotHelp() {
    X509Certificate end = holder(ROOT, server.at("/one"), server.at("/two"));
    server.fails("/one", 404).serves("/two", der(ROOT));
    assertThat(complete(end)).isTrue();
    assertThat(known(end)).containsExactly(ROOT.certificate());
  }

  @Test
  void aCertificateThatNamesNoAddressIsLeftAlone() {
    assertThat(complete(holder(ROOT))).isFalse();
    assertThat(complete(holder(ROOT, URI.create("ldap://ca.example/cn=CA")))).isFalse();
  }

  // Keeping

  @Test
  void whatWasFetchedIsKeptForAWeek() {
    X509Certificate end = holder(ROOT, server.at("/root"));
    server.serves("/root", der(ROOT));
    assertThat(complete(end)).isTrue();
    now = now.plus(Duration.ofDays(6));
    assertThat(known(end)).containsExactly(ROOT.certificate());
    assertThat(complete(end)).isFalse();
    assertThat(server.requests()).hasSize(1);
    now = now.plus(Duration.ofDays(2));
    assertThat(known(end)).isEmpty();
    assertThat(complete(end)).isTrue();
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void anAddressThatFailedIsLeftAloneForAnHour() {
    IssuerCertificates issuers = issuers();
    X509Certificate end = holder(ROOT, server.at("/root"));
    server.fails("/root", 503);
    assertThat(issuers.complete(end, List.of(), PATIENCE)).isFalse();
    server.serves("/root", der(ROOT));
    X509Certificate other = holder(ROOT, server.at("/root"));
    assertThat(issuers.complete(other, List.of(), PATIENCE)).isFalse();
    assertThat(server.requests()).hasSize(1);
    now = now.plus(Duration.ofMinutes(61));
    assertThat(issuers.complete(end, List.of(), PATIENCE)).isTrue();
  }

  @Test
  void whatTakesLongerIsKnownLater() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    X509Certificate end = holder(ROOT, server.at("/root"));
    server.on(
        "/root",
        exchange -> {
          try {
            asked.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          FaultyHttpServer.send(exchange, 200, der(ROOT));
        });
    IssuerCertificates issuers = issuers();
    assertThat(issuers.complete(end, List.of(), Duration.ZERO)).isFalse();
    asked.countDown();
    assertThat(issuers.complete(end, List.of(), PATIENCE) || !known(end).isEmpty()).isTrue();
    assertThat(known(end)).containsExactly(ROOT.certificate());
    assertThat(server.requests()).hasSize(1);
  }

  // What strangers may try

  @Test
  void aCertificateThatIssuedNothingIsNotPassedOn() {
    Holder namesake = new TestPki("CN=Root", KeyKind.P256).root();
    X509Certificate end = holder(ROOT, server.at("/root"));
    server.serves("/root", der(namesake));
    assertThat(complete(end)).isFalse();
    assertThat(known(end)).isEmpty();
  }

  /**
   * Else a mail could bring in many namesakes of a CA, and the search among them would be given up.
   */
  @Test
  void whatAStrangersMailBringsInIsOfNoWeightForOtherMails() {
    Holder namesake = new TestPki("CN=Root", KeyKind.P256).root();
    X509Certificate strange = holder(namesake, server.at("/namesake"));
    server.serves("/namesake", der(namesake)).serves("/root", der(ROOT));
    assertThat(complete(strange)).isTrue();
    X509Certificate honest = holder(ROOT, server.at("/root"));
    assertThat(known(honest)).isEmpty();
    assertThat(complete(honest)).isTrue();
    assertThat(known(honest)).containsExactly(ROOT.certificate());
  }

  @Test
  void aCertificateMadeUpToNameAnothersAddressDoesNoHarmThere() throws Exception {
    X509Certificate[] many =
        IntStream.range(0, 9)
            .mapToObj(i -> authority(ROOT, "CN=CA " + i).certificate())
            .toArray(X509Certificate[]::new);
    Holder ca = authority(ROOT, "CN=CA");
    X509Certificate[] all = Arrays.copyOf(many, many.length + 1);
    all[many.length] = ca.certificate();
    server.serves("/all.p7c", p7c(all));
    X509Certificate made =
        holder(new TestPki("CN=None", KeyKind.P256).root(), server.at("/all.p7c"));
    X509Certificate honest = holder(ca, server.at("/all.p7c"));
    IssuerCertificates issuers = issuers();
    assertThat(issuers.complete(made, List.of(), PATIENCE)).isFalse();
    assertThat(issuers.complete(honest, List.of(), PATIENCE)).isTrue();
    now = now.plus(Duration.ofHours(2));
    assertThat(issuers.complete(made, List.of(), PATIENCE)).isFalse();
    assertThat(known(honest)).containsExactly(ca.certificate());
  }

  @Test
  void aMailCannotMakeUsAskTheLocalNetwork() {
    X509Certificate end = holder(ROOT, server.at("/root"));
    server.serves("/root", der(ROOT));
    try (HttpFetcher strangers = new HttpFetcher(AddressPolicy.STRANGERS)) {
      IssuerCertificates issuers = new IssuerCertificates(strangers, folder, () -> now);
      assertThat(issuers.complete(end, List.of(), PATIENCE)).isFalse();
    }
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aLadderWithoutEndIsClimbedFourSteps() {
    Holder[] ladder = new Holder[8];
    ladder[0] = ROOT;
    for (int i = 1; i < ladder.length; i++) {
      ladder[i] = authority(ladder[i - 1], "CN=CA " + i, server.at("/" + (i - 1)));
    }
    for (int i = 0; i < ladder.length; i++) {
      server.serves("/" + i, der(ladder[i]));
    }
    X509Certificate end = holder(ladder[7], server.at("/7"));
    assertThat(complete(end)).isTrue();
    assertThat(known(end))
        .containsExactly(
            ladder[7].certificate(),
            ladder[6].certificate(),
            ladder[5].certificate(),
            ladder[4].certificate());
    assertThat(server.requests()).hasSize(4);
  }

  /** One key may have many certificates, each of which names other addresses. */
  @Test
  void noMoreThanEightRequestsAreMadeForOneMail() throws Exception {
    KeyPair keys = KeyKind.P256.generate();
    X509Certificate[] same = new X509Certificate[5];
    for (int i = 0; i < same.length; i++) {
      URI[] addresses = {server.at("/a" + i), server.at("/b" + i), server.at("/c" + i)};
      same[i] =
          request(ROOT, "CN=CA", addresses)
              .key(KeyKind.P256, keys)
              .authority()
              .issue()
              .certificate();
    }
    Holder ca = new Holder(keys.getPrivate(), same[0], List.of());
    X509Certificate end = holder(ca, server.at("/all"));
    server.serves("/all", p7c(same)).fails("/", 404);
    assertThat(complete(end)).isTrue();
    assertThat(server.requests()).hasSize(8);
  }

  @Test
  void twoThatIssuedEachOtherAreNoCircle() {
    KeyPair one = KeyKind.P256.generate();
    Holder first =
        request(ROOT, "CN=First", server.at("/second")).key(KeyKind.P256, one).authority().issue();
    Holder second = authority(first, "CN=Second", server.at("/first"));
    Holder again =
        request(second, "CN=First", server.at("/second"))
            .key(KeyKind.P256, one)
            .authority()
            .issue();
    X509Certificate end = holder(again, server.at("/first"));
    server.serves("/first", der(again)).serves("/second", der(second));
    assertThat(complete(end)).isTrue();
    assertThat(known(end)).containsExactly(again.certificate(), second.certificate());
    assertThat(server.requests()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>Sorry</html>",
        "0\u0082\u00ff\u00ff",
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
        "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n"
      })
  void whatIsNoCertificateHelpsNobody(String content) {
    X509Certificate end = holder(ROOT, server.at("/root"));
    server.serves("/root", content.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(complete(end)).isFalse();
    assertThat(known(end)).isEmpty();
  }

  @Test
  void moreThanAMebibyteIsNotTaken() {
    X509Certificate end = holder(ROOT, server.at("/root"));
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(Holder.pem(ROOT.certificate()).getBytes(StandardCharsets.US_ASCII));
    content.writeBytes(new byte[1 << 20]);
    server.serves("/root", content.toByteArray());
    assertThat(complete(end)).isFalse();
  }

  @Test
  void contentMadeToTakeLongToReadIsSoonGivenUp() {
    int mebibyte = 1 << 20;
    byte[] begins = "-----BEGIN A-----".repeat(mebibyte / 17).getBytes(StandardCharsets.US_ASCII);
    byte[] blanks = ("M" + " ".repeat(mebibyte - 2) + "!").getBytes(StandardCharsets.US_ASCII);
    byte[] nested = new byte[mebibyte];
    for (int i = 0; i < mebibyte; i += 2) {
      nested[i] = 0x30;
      nested[i + 1] = (byte) 0x80;
    }
    for (byte[] content : List.of(begins, blanks, nested)) {
      assertThat(IssuerFile.read(content)).isEmpty();
    }
  }
}
