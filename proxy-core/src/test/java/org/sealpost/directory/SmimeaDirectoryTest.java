package org.sealpost.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.testpki.KeyKind;
import org.xbill.DNS.Name;

class SmimeaDirectoryTest {
  private static final X509Certificate ANN = DirectoryFixture.certificate("ann@good.test");
  private static final X509Certificate BOB = DirectoryFixture.certificate("bob@good.test");
  private static final X509Certificate EVE = DirectoryFixture.certificate("ann@good.test");
  private static final X509Certificate ROOT = DirectoryFixture.PKI.root().certificate();
  private static final X509Certificate LARGE =
      DirectoryFixture.PKI
          .certificate("CN=Large")
          .key(KeyKind.RSA_2048)
          .address("large@good.test")
          .extension(new ASN1ObjectIdentifier("2.999.1"), false, new DEROctetString(new byte[2000]))
          .issue()
          .certificate();

  @TempDir private static Path folder;
  private static SignedZones zones;

  @BeforeAll
  static void start() throws Exception {
    zones = new SignedZones(folder.resolve("zones"));
    String ann = record("ann", "good.test", 3, 0, 0, ANN);
    zones.signed(
        "good.test",
        ann
            + record("ann", "good.test", 2, 0, 0, ROOT)
            + record("ann", "good.test", 3, 1, 0, BOB)
            + record("ann", "good.test", 3, 0, 1, BOB)
            + record("Bob", "good.test", 1, 0, 0, BOB)
            + record("large", "good.test", 3, 0, 0, LARGE)
            + owner("alias", "good.test")
            + " IN CNAME "
            + owner("ann", "good.test")
            + "\n",
        text -> text);
    zones.signed(
        "nsec3.test", record("ann", "nsec3.test", 3, 0, 0, ANN), text -> text, "-n", "-s", "ab");
    zones.signed("wild.test", "*._smimecert" + rdata(3, 0, 0, ANN), text -> text);
    zones.unsigned("unsigned.test", record("ann", "unsigned.test", 3, 0, 0, ANN));
    zones.signed(
        "forged.test",
        record("ann", "forged.test", 3, 0, 0, ANN),
        text -> replaced(text, hex(ANN), hex(EVE)));
    zones.signed(
        "stripped.test",
        record("ann", "stripped.test", 3, 0, 0, ANN),
        text -> without(text, "RRSIG", "NSEC", "DNSKEY"));
    zones.signed(
        "expired.test",
        record("ann", "expired.test", 3, 0, 0, ANN),
        text -> text,
        "-i",
        "20240101000000",
        "-e",
        "20240201000000");
    zones.signed(
        "denied.test",
        record("ann", "denied.test", 3, 0, 0, ANN),
        text -> without(text, "SMIMEA", "TYPE53", "NSEC"));
    zones.start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (zones != null) {
      zones.stop();
    }
  }

  @Test
  void wholeCertificatesAreFoundAndThoseOfCasWithThem() throws Exception {
    assertThat(told("ann@good.test").certificates()).containsExactlyInAnyOrder(ANN, ROOT);
    assertThat(told("ann@good.test").timeToLive()).hasSeconds(300);
  }

  @Test
  void anAnswerTooLargeForUdpComesByTcp() throws Exception {
    assertThat(told("large@good.test").certificates()).containsExactly(LARGE);
  }

  @Test
  void theLocalPartIsAskedForAsWrittenAndInLowerCase() throws Exception {
    assertThat(told("Bob@good.test").certificates()).containsExactly(BOB);
    assertThat(told("bob@good.test").certificates()).isEmpty();
    assertThat(told("ANN@GOOD.test").certificates()).contains(ANN);
    assertThat(told("\"ann\"@good.test").certificates()).contains(ANN);
  }

  @Test
  void anAliasLeadsOn() throws Exception {
    assertThat(told("alias@good.test").certificates()).contains(ANN);
  }

  @Test
  void aWildcardStandsForEveryone() throws Exception {
    assertThat(told("whoever@wild.test").certificates()).containsExactly(ANN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody@good.test", "nobody@nsec3.test", "ann@none.test"})
  void thatThereIsNoneIsAnAnswerWhereItIsSigned(String address) throws Exception {
    assertThat(told(address).certificates()).isEmpty();
    assertThat(told(address).timeToLive()).isBetween(duration(1), duration(600));
  }

  @Test
  void aZoneWithHashedDenialsIsAsGood() throws Exception {
    assertThat(told("ann@nsec3.test").certificates()).containsExactly(ANN);
  }

  @Test
  void whatAnUnsignedZoneSaysDoesNotCount() throws Exception {
    assertThat(told("ann@unsigned.test").certificates()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "ann@forged.test",
        "ann@stripped.test",
        "nobody@stripped.test",
        "ann@expired.test",
        "nobody@expired.test",
        "ann@denied.test"
      })
  void forgedAnswerAttackIsAFailureAndNeitherACertificateNorItsAbsence(String address)
      throws Exception {
    assertThat(directory().ask(DirectoryFixture.question(address)))
        .isInstanceOfSatisfying(
            Answer.Failed.class,
            failed -> assertThat(failed.reason().english()).contains("signatures"));
  }

  @Test
  void aServerThatIsNotThereIsAFailure() throws Exception {
    InetSocketAddress closed =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Slapd.freePort());
    assertThat(directory(closed).ask(DirectoryFixture.question("ann@good.test")))
        .isInstanceOf(Answer.Failed.class);
  }

  @Test
  void aResolverIsGoodIfTheSignaturesOfItsAnswersHold() throws Exception {
    assertThat(directory().reach()).isEmpty();
    SmimeaSettings settings =
        new SmimeaSettings(Domains.all(), List.of(zones.server()), Optional.empty());
    assertThat(new SmimeaDirectory(settings, Clock.systemUTC()).reach())
        .as("it has another root than the real one")
        .hasValueSatisfying(it -> assertThat(it.reason().english()).contains("signatures"));
  }

  @Test
  void theKeysOfTheRootAreBuiltInAndAFileWithoutKeysIsRefused() throws Exception {
    var _ =
        new SmimeaDirectory(
            new SmimeaSettings(Domains.all(), List.of(), Optional.empty()), Clock.systemUTC());
    Path file = Files.writeString(folder.resolve("none.ds"), "no record\n");
    SmimeaSettings settings = new SmimeaSettings(Domains.all(), List.of(), Optional.of(file));
    assertThatThrownBy(() -> new SmimeaDirectory(settings, Clock.systemUTC()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none.ds");
  }

  /** The example of RFC 8162 section 3 is that of RFC 7929 with another label. */
  @Test
  void theNameIsThatOfTheRfc() {
    assertThat(SmimeaName.of(DirectoryFixture.question("hugh@example.com")))
        .extracting(Name::toString)
        .containsExactly(
            "c93f1e400f26708f98cb19d936620da35eec8f72e57f9eec01c1afd6._smimecert.example.com.");
    assertThat(SmimeaName.of(DirectoryFixture.question("hugh@[192.0.2.1]"))).isEmpty();
  }

  private static Answer.Told told(String address) throws Exception {
    Answer answer = directory().ask(DirectoryFixture.question(address));
    assertThat(answer).as(address).isInstanceOf(Answer.Told.class);
    return (Answer.Told) answer;
  }

  private static SmimeaDirectory directory() throws IOException {
    return directory(zones.server());
  }

  private static SmimeaDirectory directory(InetSocketAddress server) throws IOException {
    return new SmimeaDirectory(
        new SmimeaSettings(Domains.all(), List.of(server), Optional.of(zones.anchor())),
        Clock.systemUTC());
  }

  private static String owner(String local, String domain) {
    Question question = new Question(local + "@" + domain, local + "@" + domain);
    return SmimeaName.of(question).getFirst().toString();
  }

  private static String record(
      String local, String domain, int usage, int selector, int matching, X509Certificate whose) {
    return owner(local, domain) + rdata(usage, selector, matching, whose);
  }

  private static String rdata(int usage, int selector, int matching, X509Certificate whose) {
    return " IN SMIMEA %d %d %d %s%n".formatted(usage, selector, matching, hex(whose));
  }

  private static String hex(X509Certificate certificate) {
    return HexFormat.of().formatHex(DirectoryFixture.der(certificate));
  }

  private static String replaced(String text, String from, String to) {
    String lower = text.toLowerCase(Locale.ROOT);
    int at = lower.indexOf(from);
    assertThat(at).as("the certificate in the signed zone").isNotNegative();
    return text.substring(0, at) + to + text.substring(at + from.length());
  }

  /** Leaves out the records of these types. */
  private static String without(String text, String... types) {
    List<String> left =
        text.lines()
            .filter(
                line -> {
                  for (String type : types) {
                    if (line.contains("\tIN\t" + type + "\t")) {
                      return false;
                    }
                  }
                  return true;
                })
            .toList();
    return String.join("\n", left) + "\n";
  }

  private static Duration duration(int seconds) {
    return Duration.ofSeconds(seconds);
  }
}
