package org.sealpost.trust.crl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sealpost.trust.crl.Ca.NOW;
import static org.sealpost.trust.crl.ListMint.REVOKED;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CrlReaderTest {
  private static final ASN1ObjectIdentifier UNKNOWN =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");
  private static final Ca CA = Ca.named("CN=CA");

  /** What an entry told. */
  record Seen(String issuer, BigInteger serial, Instant revoked, int reason, long invalidSince) {}

  private static final class Collected implements CrlEntries {
    private final List<Seen> seen = new ArrayList<>();
    private String issuer = "";

    @Override
    public void issuer(X500Principal name) {
      issuer = name.getName();
    }

    @Override
    public void entry(
        byte[] bytes, int from, int length, long revoked, int reason, long invalidSince) {
      BigInteger serial = new BigInteger(bytes, from, length);
      seen.add(new Seen(issuer, serial, Instant.ofEpochSecond(revoked), reason, invalidSince));
    }
  }

  private static List<Seen> entries(byte[] list, X509Certificate... candidates) throws IOException {
    Collected collected = new Collected();
    new CrlReader(List.of(candidates)).read(new ByteArrayInputStream(list), collected);
    return collected.seen;
  }

  private static RevocationList read(byte[] list, X509Certificate... candidates)
      throws IOException {
    return new CrlReader(List.of(candidates)).read(new ByteArrayInputStream(list), new Collected());
  }

  private static void assertRefused(byte[] list, String words, X509Certificate... candidates) {
    assertThatThrownBy(() -> read(list, candidates))
        .isInstanceOf(CrlException.class)
        .hasMessageContaining(words);
  }

  @Test
  void tellsWhatTheListSaysOfItself() throws Exception {
    RevocationList list = read(CA.list().number(7).lists(1, 2, 3).der(), CA.certificate());
    assertThat(list.issuer()).isEqualTo(CA.certificate().getSubjectX500Principal());
    assertThat(list.signer()).isEqualTo(CA.certificate());
    assertThat(list.thisUpdate()).isEqualTo(NOW.minus(Duration.ofHours(1)));
    assertThat(list.nextUpdate()).contains(NOW.plus(Duration.ofHours(23)));
    assertThat(list.extensions().number()).contains(BigInteger.valueOf(7));
    assertThat(list.extensions().baseNumber()).isEmpty();
    assertThat(list.extensions().scope()).isEqualTo(ListScope.COMPLETE);
    assertThat(list.entries()).isEqualTo(3);
  }

  @Test
  void tellsWhatEachEntrySays() throws Exception {
    byte[] list =
        CA.list()
            .lists(0x1234)
            .revokes(5, 6)
            .revokesWith(6, ListMint.invalidSince(NOW.minus(Duration.ofDays(400))))
            .der();
    assertThat(entries(list, CA.certificate()))
        .containsExactly(
            new Seen("CN=CA", BigInteger.valueOf(0x1234), REVOKED, 0, CrlEntries.NOT_TOLD),
            new Seen("CN=CA", BigInteger.valueOf(5), REVOKED, 6, CrlEntries.NOT_TOLD),
            new Seen(
                "CN=CA",
                BigInteger.valueOf(6),
                REVOKED,
                0,
                NOW.minus(Duration.ofDays(400)).getEpochSecond()));
  }

  @Test
  void anEntryIsOfTheCaThatOneBeforeItNamed() throws Exception {
    byte[] list =
        CA.list()
            .indirect()
            .lists(1)
            .revokesWith(2, ListMint.of(Ca.named("CN=Other")))
            .lists(3)
            .der();
    assertThat(entries(list, CA.certificate()))
        .extracting(Seen::issuer)
        .containsExactly("CN=CA", "CN=Other", "CN=Other");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100})
  void readsAListOfAnyLength(int count) throws Exception {
    ListMint mint = CA.list();
    for (int i = 0; i < count; i++) {
      mint.lists(i);
    }
    assertThat(entries(mint.der(), CA.certificate())).hasSize(count);
  }

  @ParameterizedTest
  @CsvSource({
    "RSA, 2048, SHA1withRSA",
    "RSA, 2048, SHA256withRSA",
    "RSA, 2048, SHA512withRSA",
    "RSA, 2048, SHA256withRSAandMGF1",
    "RSA, 2048, SHA384withRSAandMGF1",
    "EC, 256, SHA256withECDSA",
    "EC, 256, SHA384withECDSA",
    "Ed25519, 0, Ed25519"
  })
  void checksTheSignatureOf(String keys, int bits, String algorithm) throws Exception {
    Ca ca = Ca.of("CN=CA", Ca.keys(keys, bits, "signatures"), Ca.ALL);
    byte[] list = ca.list().signature(algorithm).lists(1, 2).der();
    assertThat(read(list, ca.certificate()).entries()).isEqualTo(2);
    list[list.length / 2] ^= 1;
    assertThatThrownBy(() -> read(list, ca.certificate())).isInstanceOf(IOException.class);
  }

  @Test
  void md5IsRefused() {
    Ca ca = Ca.of("CN=CA", Ca.keys("RSA", 2048, "signatures"), Ca.ALL);
    assertRefused(ca.list().signature("MD5withRSA").der(), "anyone can break", ca.certificate());
  }

  @Test
  void aListSignedByAnotherKeyIsNotBelieved() {
    byte[] list = CA.list().signedWith(Ca.keys("EC", 256, "thief")).lists(1).der();
    assertRefused(list, "signature is not that of CN=CA", CA.certificate());
  }

  @Test
  void aListOfAnotherCaWithTheSameNameIsNotBelieved() {
    Ca twin = Ca.of("CN=CA", Ca.keys("EC", 256, "twin"), Ca.ALL);
    assertRefused(twin.list().der(), "another key of CN=CA", CA.certificate());
  }

  @Test
  void ofTwoCasWithOneNameTheOneWhoseKeySignedIsFound() throws Exception {
    Ca twin = Ca.of("CN=CA", Ca.keys("EC", 256, "twin"), Ca.ALL);
    assertThat(read(twin.list().der(), CA.certificate(), twin.certificate()).signer())
        .isEqualTo(twin.certificate());
  }

  @Test
  void aListOfAStrangerIsNotBelieved() {
    assertRefused(Ca.named("CN=Stranger").list().der(), "list of CN=Stranger", CA.certificate());
  }

  @Test
  void aStrangersNameDoesNothingToATerminal() {
    assertRefused(
        Ca.named("CN=A\u001b[2J\r\n\u202eStranger").list().der(),
        "list of CN=A?[2J???Stranger",
        CA.certificate());
  }

  @Test
  void aCaThatMayNotSignListsIsNotBelieved() {
    Ca weak = Ca.of("CN=Weak", Ca.keys("EC", 256, "weak"), KeyUsage.keyCertSign);
    assertRefused(weak.list().der(), "does not allow", weak.certificate());
  }

  @Test
  void aListWithAnUnknownCriticalExtensionIsNotBelieved() {
    assertRefused(
        CA.list().with(UNKNOWN, true, DERNull.INSTANCE).der(), "critical", CA.certificate());
  }

  @Test
  void aListWithAnUnknownExtensionThatIsNotCriticalIsRead() throws Exception {
    assertThat(read(CA.list().with(UNKNOWN, false, DERNull.INSTANCE).der(), CA.certificate()))
        .isNotNull();
  }

  @Test
  void aListWhoseEntryHasAnUnknownCriticalExtensionIsNotBelieved() {
    byte[] list =
        CA.list().revokesWith(1, ListMint.extension(UNKNOWN, true, DERNull.INSTANCE)).der();
    assertRefused(list, "critical", CA.certificate());
  }

  @Test
  void anEntryWithAnUnknownExtensionThatIsNotCriticalIsRead() throws Exception {
    byte[] list =
        CA.list().revokesWith(1, ListMint.extension(UNKNOWN, false, DERNull.INSTANCE)).der();
    assertThat(entries(list, CA.certificate())).hasSize(1);
  }

  @Test
  void entriesOfOtherCasAreRefusedInAListThatIsNotIndirect() {
    byte[] list = CA.list().revokesWith(2, ListMint.of(Ca.named("CN=Other"))).der();
    assertRefused(list, "not indirect", CA.certificate());
  }

  @Test
  void aSerialNumberOfTwentyBytesIsReadAndOneOfAHundredRefused() throws Exception {
    BigInteger twenty = BigInteger.ONE.shiftLeft(159);
    assertThat(entries(CA.list().revokes(twenty).der(), CA.certificate()).getFirst().serial())
        .isEqualTo(twenty);
    assertRefused(
        CA.list().revokes(BigInteger.ONE.shiftLeft(800)).der(), "serial number", CA.certificate());
  }

  @Test
  void pemIsReadAsDerIs() throws Exception {
    byte[] der = CA.list().lists(1, 2).der();
    String pem =
        "-----BEGIN X509 CRL-----\r\n"
            + Base64.getMimeEncoder().encodeToString(der)
            + "\r\n-----END X509 CRL-----\r\n";
    assertThat(read(pem.getBytes(StandardCharsets.US_ASCII), CA.certificate()))
        .isEqualTo(read(der, CA.certificate()));
  }

  @Test
  void pemIsRefusedWithoutItsEndOrWithMoreBehindIt() {
    String pem =
        "-----BEGIN X509 CRL-----\n"
            + Base64.getMimeEncoder().encodeToString(CA.list().lists(1, 2).der())
            + "\n-----END X509 CRL-----\n";
    int end = pem.indexOf("\n-----END");
    assertRefused(ascii(pem.substring(0, end)), "last line", CA.certificate());
    assertRefused(ascii(pem.substring(0, end - 40) + "*" + pem), "base64", CA.certificate());
    assertRefused(ascii(pem + "x".repeat(40_000)), "follows", CA.certificate());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void whateverIsCutOffIsRefused() {
    byte[] list = CA.list().revokes(1, 2).der();
    for (int length = 0; length < list.length; length++) {
      byte[] part = Arrays.copyOf(list, length);
      assertThatThrownBy(() -> read(part, CA.certificate())).isInstanceOf(CrlException.class);
    }
  }

  @Test
  void whateverFollowsTheListIsRefused() {
    byte[] list = CA.list().lists(1).der();
    assertRefused(Arrays.copyOf(list, list.length + 1), "follows", CA.certificate());
  }

  @Test
  void noByteCanBeChanged() {
    byte[] list = CA.list().number(3).revokes(1, 3).revokes(2, 6).der();
    for (int i = 0; i < list.length; i++) {
      byte[] changed = list.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> read(changed, CA.certificate()))
          .as("byte %d", i)
          .isInstanceOf(CrlException.class);
    }
  }

  static Stream<byte[]> withoutEnd() {
    return Stream.of(
        new byte[] {0x30, (byte) 0x80, 0x30, (byte) 0x80, 0, 0},
        new byte[] {0x30, (byte) 0x85, 1, 0, 0, 0, 0},
        new byte[] {0x30, (byte) 0x81, 0x05, 0x30, 3, 2, 1, 1},
        new byte[] {0x30, (byte) 0x84, -1, -1, -1, -1, 0x30, (byte) 0x84, -1, -1, -1, -1});
  }

  @ParameterizedTest
  @MethodSource("withoutEnd")
  void lengthsThatAreIndefiniteOrLongerThanNeededAreRefused(byte[] list) {
    assertThatThrownBy(() -> read(list, CA.certificate())).isInstanceOf(CrlException.class);
  }

  @Test
  void namesNestedDeepAreRefusedWithoutDamage() throws Exception {
    ASN1Encodable name = DERNull.INSTANCE;
    for (int i = 0; i < 2000; i++) {
      name = new DERSequence(name);
    }
    byte[] deep = name.toASN1Primitive().getEncoded();
    assertThatThrownBy(() -> EntryParser.name(deep))
        .isInstanceOf(CrlException.class)
        .hasMessageContaining("nested");
  }

  @Test
  void timesAreThoseOfTheCalendar() throws Exception {
    Random random = new Random(5);
    for (int i = 0; i < 2000; i++) {
      Instant time = Instant.ofEpochSecond(random.nextLong(-631_152_000L, 253_402_300_799L));
      byte[] encoded =
          new org.bouncycastle.asn1.x509.Time(java.util.Date.from(time))
              .toASN1Primitive()
              .getEncoded();
      assertThat(new DerCursor().over(encoded, 0).time(encoded.length))
          .isEqualTo(time.getEpochSecond());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "20260230000000Z", "20261301000000Z", "20260101240000Z", "20260101006000Z",
        "202601010000Z", "20260101000000+0800", "2026010100000xZ", "20250229000000Z"
      })
  void timesThatDoNotExistAreRefused(String time) {
    byte[] encoded = new byte[2 + time.length()];
    encoded[0] = DerCursor.GENERALIZED_TIME;
    encoded[1] = (byte) time.length();
    System.arraycopy(time.getBytes(StandardCharsets.US_ASCII), 0, encoded, 2, time.length());
    assertThatThrownBy(() -> new DerCursor().over(encoded, 0).time(encoded.length))
        .isInstanceOf(CrlException.class);
  }

  @FuzzTest
  void anyBytesAreAListOrRefused(byte[] bytes) {
    assertReadOrRefused(bytes);
  }

  /** What the fuzzer starts from, and what it would find first. */
  @Test
  void changedListsAreReadOrRefused() {
    Random random = new Random(1);
    byte[] list =
        CA.list()
            .indirect()
            .number(1)
            .revokes(1, 2)
            .revokesWith(2, ListMint.of(CA))
            .revokes(3, 1)
            .der();
    for (int i = 0; i < 3000; i++) {
      byte[] changed = list.clone();
      for (int j = random.nextInt(4); j >= 0; j--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      assertReadOrRefused(changed);
    }
  }

  private static void assertReadOrRefused(byte[] bytes) {
    try {
      assertThat(read(bytes, CA.certificate()).signer()).isEqualTo(CA.certificate());
    } catch (IOException e) {
      assertThat(e).hasMessageMatching("(?s).+");
    }
  }
}
