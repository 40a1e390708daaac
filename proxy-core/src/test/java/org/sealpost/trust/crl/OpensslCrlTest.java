package org.sealpost.trust.crl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.sealpost.trust.crl.Ca.NOW;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealpost.trust.revocation.RevocationStatus;
import org.sealpost.trust.revocation.RevocationStatus.Good;

/** The same certificate and list before {@code openssl verify -crl_check} and before us. */
class OpensslCrlTest extends StoreFixture {
  private static final ASN1ObjectIdentifier UNKNOWN =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");
  private static final long SERIAL = 7;

  private static final List<UnaryOperator<ListMint>> ODDITIES =
      List.of(
          list -> list.lists(SERIAL),
          list -> list.revokes(SERIAL, 1),
          list -> list.revokes(SERIAL, 6),
          list -> list.revokes(SERIAL + 1, 4),
          list -> list.lists(1, 2, 3, 1L << 40),
          list -> list.signedWith(Ca.keys("EC", 256, "thief")),
          list -> list.issuer("CN=Stranger"),
          list -> list.until(NOW.minus(Duration.ofHours(1)).plusSeconds(60)),
          list -> list.from(NOW.plus(Duration.ofHours(1))),
          list -> list.with(UNKNOWN, true, DERNull.INSTANCE),
          list -> list.with(UNKNOWN, false, DERNull.INSTANCE),
          list -> list.revokesWith(3, ListMint.extension(UNKNOWN, true, DERNull.INSTANCE)),
          list -> list.revokesWith(3, ListMint.extension(UNKNOWN, false, DERNull.INSTANCE)),
          list -> list.revokesWith(3, ListMint.invalidSince(NOW.minusSeconds(1_000_000))),
          list -> list.number(9),
          list -> list.signature("SHA1withECDSA"),
          list -> list.signature("SHA512withECDSA"),
          list -> list.partition(LIST),
          list -> list.partition(OTHER),
          list -> list.onlyHolders(),
          list -> list.onlyAuthorities(),
          list -> list.someReasons());

  /** A list with up to two oddities, harmless ones among them; of one kind one at most. */
  record Case(String name, Ca ca, ListMint list) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void needsOpenssl() {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(each -> Files.isExecutable(Path.of(each, "openssl"))),
        "openssl is not installed");
  }

  static Stream<Case> cases() {
    Stream<Case> single =
        IntStream.range(0, ODDITIES.size())
            .mapToObj(i -> new Case("oddity " + i, CA, ODDITIES.get(i).apply(CA.list())));
    Stream<Case> others =
        Stream.of(
            new Case("nothing odd", CA, CA.list()),
            new Case("a CA that may not sign lists", withoutCrlSign(), withoutCrlSign().list()));
    return Stream.of(others, single, IntStream.range(0, 24).mapToObj(OpensslCrlTest::pair))
        .flatMap(each -> each);
  }

  private static Ca withoutCrlSign() {
    return Ca.of("CN=CA", Ca.keys("EC", 256, "no lists"), KeyUsage.keyCertSign);
  }

  private static Case pair(int seed) {
    Random random = new Random(seed);
    int scopes = ODDITIES.size() - 5;
    int first = random.nextInt(scopes);
    int second = random.nextInt(ODDITIES.size());
    ListMint list = ODDITIES.get(first).apply(CA.list());
    if (second != first) {
      list = ODDITIES.get(second).apply(list);
    }
    return new Case("oddities " + first + " and " + second, CA, list);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void weAcceptWhatOpensslAcceptsAndNoMore(Case each) throws Exception {
    Answer openssl = openssl(each.ca(), each.list().der());
    RevocationStatus ours = ours(each.ca(), each.list().der());
    assertThat(ours instanceof Good)
        .as("openssl: %s; we: %s", openssl.output(), ours)
        .isEqualTo(openssl.accepts());
  }

  @Test
  void theCasesAreOfBothKinds() {
    long good = cases().filter(each -> ours(each.ca(), each.list().der()) instanceof Good).count();
    assertThat(good).isBetween(12L, 36L);
  }

  @Test
  void unlikeOpensslWeRefuseAListThatDoesNotSayWhenTheNextIsDue() throws Exception {
    byte[] list = CA.list().forEver().der();
    assertThat(openssl(CA, list).accepts()).isTrue();
    assertThat(ours(CA, list)).isNotInstanceOf(Good.class);
  }

  @Test
  void unlikeOpensslWeBearAClockThatIsAFewMinutesOff() throws Exception {
    byte[] list = CA.list().from(NOW.plusSeconds(120)).der();
    assertThat(openssl(CA, list).accepts()).isFalse();
    assertThat(ours(CA, list)).isInstanceOf(Good.class);
  }

  private RevocationStatus ours(Ca ca, byte[] list) {
    web.put(LIST, list);
    X509Certificate holder = ca.issue(SERIAL, points -> points.at(LIST));
    Path own = folder.resolve("own" + System.nanoTime());
    try (CrlStore fresh =
        new CrlStore(
            own,
            web,
            new CrlSettings(complete, 10_000_000, LONG),
            () -> known,
            CrlProgress.none(),
            clock)) {
      return fresh.status(holder, ca.certificate(), LONG);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private record Answer(boolean accepts, String output) {}

  private Answer openssl(Ca ca, byte[] list) throws Exception {
    X509Certificate holder = ca.issue(SERIAL, points -> points.at(LIST));
    List<String> command =
        new ArrayList<>(
            List.of(
                "openssl",
                "verify",
                "-no-CAfile",
                "-no-CApath",
                "-no-CAstore",
                "-auth_level",
                "0",
                "-crl_check",
                "-attime",
                Long.toString(NOW.getEpochSecond())));
    command.addAll(List.of("-trusted", pem("CERTIFICATE", ca.certificate().getEncoded())));
    command.addAll(List.of("-CRLfile", pem("X509 CRL", list)));
    command.add(pem("CERTIFICATE", holder.getEncoded()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    return new Answer(process.waitFor() == 0, output);
  }

  private String pem(String label, byte[] der) throws IOException {
    String text =
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(
                label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), label);
    Path file = Files.createTempFile(folder, "openssl", ".pem");
    return Files.write(file, text.getBytes(US_ASCII)).toString();
  }
}
