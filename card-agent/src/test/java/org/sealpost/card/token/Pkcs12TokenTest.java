package org.sealpost.card.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.sealpost.card.token.Pkcs12Tokens.PKCS1_SHA256;
import static org.sealpost.card.token.Pkcs12Tokens.assertError;
import static org.sealpost.card.token.Pkcs12Tokens.assertSigns;
import static org.sealpost.card.token.Pkcs12Tokens.certificate;
import static org.sealpost.card.token.Pkcs12Tokens.opened;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.card.api.CardCertificate;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.KeyPurpose;
import org.sealpost.card.api.KeyTransport;

/** A token out of a PKCS#12 file: its keys, its certificates, and what becomes of the file. */
final class Pkcs12TokenTest {
  @TempDir Path folder;

  @Test
  void keepsSeveralKeysApartThoughTheyHaveOneName() throws Exception {
    Pkcs12Token token = opened(TestCards.usual(folder.resolve("ming.p12")), TestCards.PIN);

    assertThat(token.certificates().orElseThrow()).hasSize(4);
    assertThat(token.certificates().orElseThrow().stream().map(CardCertificate::keyId).distinct())
        .hasSize(4);
    assertThat(certificate(token, TestCards.rsaSign()).purposes())
        .isEqualTo(Set.of(KeyPurpose.SIGN));
    assertThat(certificate(token, TestCards.rsaDecrypt()).purposes())
        .isEqualTo(Set.of(KeyPurpose.DECRYPT));
    assertThat(certificate(token, TestCards.ecSign()).purposes())
        .isEqualTo(Set.of(KeyPurpose.SIGN));
    assertThat(certificate(token, TestCards.ecDecrypt()).purposes())
        .isEqualTo(Set.of(KeyPurpose.DECRYPT));
    assertSigns(token, TestCards.rsaSign());
  }

  @Test
  void aCertificateWithoutKeyUsageIsForBoth() throws Exception {
    TestCards.Identity both = TestCards.user("secp256r1", "Both", 0);
    Pkcs12Token token = opened(TestCards.write(folder.resolve("b.p12"), true, both), "demo");
    assertThat(certificate(token, both).purposes())
        .containsExactlyInAnyOrder(KeyPurpose.SIGN, KeyPurpose.DECRYPT);
  }

  @Test
  void anOldCertificateStaysForOldMailAndARenewedOneKeepsItsKey() throws Exception {
    TestCards.Identity renewed =
        TestCards.renewed(TestCards.rsaDecrypt(), KeyUsage.keyEncipherment);
    TestCards.Identity old = TestCards.user("rsa:2048", "Ming", KeyUsage.keyEncipherment);
    Path file =
        TestCards.write(folder.resolve("o.p12"), true, TestCards.rsaDecrypt(), renewed, old);
    Pkcs12Token token = opened(file, "demo");
    assertThat(certificate(token, renewed).keyId())
        .isEqualTo(certificate(token, TestCards.rsaDecrypt()).keyId())
        .isNotEqualTo(certificate(token, old).keyId());
  }

  @Test
  void theChainLeadsUpwardsNearestFirst() throws Exception {
    Pkcs12Token token = opened(TestCards.usual(folder.resolve("c.p12")), TestCards.PIN);
    assertThat(certificate(token, TestCards.rsaSign()).chain())
        .containsExactly(
            TestCards.issuing().certificate().getEncoded(),
            TestCards.root().certificate().getEncoded());
  }

  @Test
  void certificatesInTheOpenAreKnownBeforeTheFirstLogin() throws Exception {
    Pkcs12Token token =
        new Pkcs12Token(
            TestCards.write(
                folder.resolve("o.p12"), false, TestCards.rsaSign(), TestCards.rsaDecrypt()));
    assertThat(token.present()).isTrue();
    List<CardCertificate> before = token.certificates().orElseThrow();
    assertThat(before).hasSize(2);
    token.login("demo".toCharArray());
    assertThat(token.certificates().orElseThrow())
        .extracting(CardCertificate::keyId)
        .containsExactlyElementsOf(before.stream().map(CardCertificate::keyId).toList());
  }

  @Test
  void aLabelThatLiesAboutTheKeyIsNotBelieved() throws Exception {
    // The attributes tie each key to the other's certificate; only the public keys tell.
    TestCards.Identity a = TestCards.rsaSign();
    TestCards.Identity b = TestCards.rsaDecrypt();
    TestCards.Identity crossedA = new TestCards.Identity(a.key(), b.certificate(), a.publicKey());
    TestCards.Identity crossedB = new TestCards.Identity(b.key(), a.certificate(), b.publicKey());
    Pkcs12Token token =
        opened(TestCards.write(folder.resolve("x.p12"), true, crossedA, crossedB), "demo");
    assertSigns(token, a);
  }

  @Test
  void encryptedCertificatesAreUnknownUntilTheFirstLoginAndKnownAfterLogout() throws Exception {
    Pkcs12Token token = new Pkcs12Token(TestCards.usual(folder.resolve("e.p12")));
    assertThat(token.present()).isTrue();
    assertThat(token.certificates()).isEmpty();
    token.login("demo".toCharArray());
    token.logout();
    assertThat(token.loggedIn()).isFalse();
    assertThat(token.certificates().orElseThrow()).hasSize(4);
    String keyId = certificate(token, TestCards.rsaSign()).keyId();
    assertError(CardError.LOCKED, () -> token.sign(keyId, PKCS1_SHA256, new byte[32]));
  }

  @Test
  void aFileThatComesLaterIsATokenThatComesLater() throws Exception {
    Path file = folder.resolve("later.p12");
    Pkcs12Token token = new Pkcs12Token(file);
    assertThat(token.present()).isFalse();
    assertError(CardError.TOKEN_ABSENT, token::checkBeforeLogin);
    TestCards.usual(file);
    assertThat(token.present()).isTrue();
    token.login("demo".toCharArray());
    assertThat(new Pkcs12Token(file).id()).isEqualTo(token.id());

    Files.delete(file);
    assertThat(token.present()).isFalse();
    assertThat(token.loggedIn()).isFalse();
    assertThat(token.certificates()).as("stay known").isPresent();
  }

  @Test
  void aLoginDoesNotOutliveTheFileItWasFor() throws Exception {
    Path file = TestCards.write(folder.resolve("x.p12"), false, TestCards.rsaSign());
    Pkcs12Token token = opened(file, "demo");
    TestCards.write(file, false, TestCards.ecSign(), TestCards.ecDecrypt());
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));
    assertThat(token.present()).isTrue();
    assertThat(token.loggedIn()).isFalse();
    assertThat(token.certificates().orElseThrow()).hasSize(2);
  }

  @Test
  void theIdFollowsTheRealPath() throws Exception {
    Path file = TestCards.usual(folder.resolve("real.p12"));
    Path link = Files.createSymbolicLink(folder.resolve("link.p12"), file);
    assertThat(new Pkcs12Token(link).id()).isEqualTo(new Pkcs12Token(file).id());
    assertThat(new Pkcs12Token(file).label()).isEqualTo("real");
    assertThat(new Pkcs12Token(folder.resolve("other.p12")).id())
        .isNotEqualTo(new Pkcs12Token(file).id());
  }

  @Test
  void whatIsNoPkcs12FileIsSaidBeforeThePinIsAskedFor() throws Exception {
    Path text = Files.writeString(folder.resolve("t.p12"), "this is no PKCS#12 file");
    assertError(CardError.TOKEN_FAILED, () -> new Pkcs12Token(text).checkBeforeLogin());
    Path empty = Files.createFile(folder.resolve("e.p12"));
    assertError(CardError.TOKEN_FAILED, () -> new Pkcs12Token(empty).checkBeforeLogin());
    Path huge = Files.write(folder.resolve("h.p12"), new byte[5 << 20]);
    assertError(CardError.TOKEN_FAILED, () -> new Pkcs12Token(huge).checkBeforeLogin());
  }

  static Stream<byte[]> garbage() {
    return Stream.of(
        new byte[0],
        new byte[] {4, 2},
        new byte[] {5, 0},
        new byte[] {0x30, 0},
        "-----BEGIN PKCS12-----".getBytes(US_ASCII));
  }

  @ParameterizedTest
  @MethodSource("garbage")
  void whatIsNoPkcs12FileHasFailedUntilItIsExchanged(byte[] content) throws Exception {
    Path file = Files.write(folder.resolve("card.p12"), content);
    Pkcs12Token token = new Pkcs12Token(file);
    assertThat(token.present()).isTrue();
    assertThat(token.problem())
        .hasValueSatisfying(
            words ->
                assertThat(words.english())
                    .contains(file.toString(), "cannot be read", "Check that"));
    assertError(CardError.TOKEN_FAILED, token::checkBeforeLogin);
    TestCards.usual(file);
    assertThat(token.present()).isTrue();
    assertThat(token.problem()).isEmpty();
    token.login(TestCards.PIN.toCharArray());
  }

  @Test
  void aFileThatMayNotBeReadHasFailedUntilItMay() throws Exception {
    Path file = folder.resolve("card.p12");
    TestCards.usual(file);
    Files.setPosixFilePermissions(file, Set.of());
    assumeThat(Files.isReadable(file)).as("root may read everything").isFalse();
    Pkcs12Token token = new Pkcs12Token(file);
    assertThat(token.present()).isTrue();
    assertThat(token.problem()).isPresent();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(token.present()).isTrue();
    assertThat(token.problem()).isEmpty();
  }

  @Test
  void aFolderInTheFilesPlaceIsNotSaidToBeMissing() throws Exception {
    Pkcs12Token token = new Pkcs12Token(Files.createDirectory(folder.resolve("card.p12")));
    assertThat(token.present()).isFalse();
    assertThatExceptionOfType(CardException.class)
        .isThrownBy(token::checkBeforeLogin)
        .withMessageContaining("cannot be read as a PKCS#12 file");
  }

  @Test
  void aCutOffFileIsDamagedAndNotAWrongPin() throws Exception {
    Path file = TestCards.usual(folder.resolve("cut.p12"));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertError(CardError.TOKEN_FAILED, () -> new Pkcs12Token(file).login("demo".toCharArray()));
  }

  @Test
  void aKeyDoesOnlyWhatItsCertificateSays() throws Exception {
    Pkcs12Token token = opened(TestCards.usual(folder.resolve("k.p12")), TestCards.PIN);
    String rsaSign = certificate(token, TestCards.rsaSign()).keyId();
    String rsaDecrypt = certificate(token, TestCards.rsaDecrypt()).keyId();
    String ecSign = certificate(token, TestCards.ecSign()).keyId();
    assertError(CardError.NOT_SUPPORTED, () -> token.sign(rsaDecrypt, PKCS1_SHA256, new byte[32]));
    assertError(
        CardError.NOT_SUPPORTED,
        () -> token.decrypt(rsaSign, KeyTransport.pkcs1(), new byte[256], 16));
    assertError(CardError.NOT_SUPPORTED, () -> token.sign(ecSign, PKCS1_SHA256, new byte[32]));
    assertError(CardError.NOT_SUPPORTED, () -> token.agree(rsaDecrypt, new byte[10]));
    assertError(CardError.KEY_ABSENT, () -> token.sign("none", PKCS1_SHA256, new byte[32]));
  }

  @Test
  void lengthsThatCannotBeAreRefused() throws Exception {
    Pkcs12Token token = opened(TestCards.usual(folder.resolve("k.p12")), TestCards.PIN);
    String sign = certificate(token, TestCards.rsaSign()).keyId();
    String decrypt = certificate(token, TestCards.rsaDecrypt()).keyId();
    assertError(CardError.BAD_REQUEST, () -> token.sign(sign, PKCS1_SHA256, new byte[20]));
    for (int length : new int[] {-1, 0, 1, 17, 1 << 30}) {
      assertError(
          CardError.BAD_REQUEST,
          () -> token.decrypt(decrypt, KeyTransport.pkcs1(), new byte[256], length));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCertificateThatCannotBeParsedDoesNotHideTheOthers(boolean encrypted) throws Exception {
    Path file =
        TestCards.write(
            folder.resolve("m.p12"), encrypted, TestCards.malformed(), TestCards.rsaSign());
    Pkcs12Token token = opened(file, TestCards.PIN);
    assertThat(token.certificates().orElseThrow()).hasSize(1);
    assertThat(certificate(token, TestCards.rsaSign()).chain()).hasSize(2);
  }

  @Test
  void theCertificateIsTheOneThatWasPutIn() throws Exception {
    Pkcs12Token token = opened(TestCards.usual(folder.resolve("k.p12")), TestCards.PIN);
    for (CardCertificate certificate : token.certificates().orElseThrow()) {
      assertThat(new X509CertificateHolder(certificate.certificate()).getSubject())
          .hasToString("CN=Ming");
    }
  }
}
