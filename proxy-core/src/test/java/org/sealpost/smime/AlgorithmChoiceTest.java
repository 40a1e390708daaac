package org.sealpost.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.testpki.KeyKind;

/** From what readers announced to the algorithms of their copy. */
class AlgorithmChoiceTest {
  private static final X509Certificate RSA = Pki.MING.encryption().certificate();
  private static final X509Certificate SMALL_RSA =
      Pki.CA.certificate("CN=Old").key(KeyKind.RSA_1024).issue().certificate();

  private static Algorithms content(Algorithms.Content content) {
    return new Algorithms(
        content, Algorithms.Transport.AUTO, Algorithms.Digest.AUTO, Algorithms.RsaSignature.PKCS1);
  }

  /** Of readers with "," between, and of the sender's own certificate. */
  private static ContentEncryption chosen(String readers, Algorithms algorithms) throws Exception {
    List<Reader> all = new ArrayList<>();
    for (String announced : readers.split(",", -1)) {
      all.add(new Reader(RSA, Announced.of(announced.strip())));
    }
    all.add(Reader.ourselves(RSA));
    return ContentEncryption.of(all, algorithms);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gcm256 gcm128 cbc256 cbc128                     | AES_256_GCM",
        "gcm256                                          | AES_256_GCM",
        "cbc128 gcm256                                   | AES_256_GCM",
        "gcm256 cbc256 , cbc128 gcm256                   | AES_256_GCM",
        "gcm256 cbc256 , cbc256                          | AES_256_CBC",
        "gcm256 cbc256 , ''                              | AES_256_CBC",
        "''                                              | AES_256_CBC",
        "cbc256 cbc192 cbc128 3des rc2                   | AES_256_CBC",
        "gcm128 cbc256                                   | AES_256_CBC",
        "oaep-sha256                                     | AES_256_CBC",
        "cbc192                                          | AES_256_CBC",
        "cbc128                                          | AES_128_CBC",
        "cbc192 cbc128 3des                              | AES_128_CBC",
        "cbc256 , cbc128 3des                            | AES_128_CBC",
        "gcm256 cbc256 , cbc128                          | AES_128_CBC",
      })
  void theContentIsEncryptedWithTheBestThatAllReadersRead(
      String readers, ContentEncryption expected) throws Exception {
    assertThat(chosen(readers.replace("''", ""), Algorithms.standard())).isEqualTo(expected);
  }

  @Test
  void aMailToOneselfAloneIsOneThatOnesOtherProgramsRead() {
    assertThat(ContentEncryption.of(List.of(Reader.ourselves(RSA)), Algorithms.standard()))
        .isEqualTo(ContentEncryption.AES_256_CBC);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3des", "rc2", "des", "des rc2 3des", "3des oaep-damaged", ""})
  void aReaderCannotTalkUsIntoWeakerThanCbc256ByNamingWeakCiphersAlone(String announced)
      throws Exception {
    assertThat(chosen(announced, Algorithms.standard())).isEqualTo(ContentEncryption.AES_256_CBC);
    assertThat(chosen("cbc256, " + announced, Algorithms.standard()))
        .isEqualTo(ContentEncryption.AES_256_CBC);
  }

  @Test
  void aListThatCannotBeReadCountsAsNone() {
    Capabilities damaged = Capabilities.of(new byte[] {0x30, 0x03, 0x01, 0x01, (byte) 0xff});

    assertThat(ContentEncryption.of(List.of(new Reader(RSA, damaged)), Algorithms.standard()))
        .isEqualTo(ContentEncryption.AES_256_CBC);
  }

  @ParameterizedTest
  @EnumSource(value = Algorithms.Content.class, mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
  void aPinnedCipherIsUsedWhateverReadersSay(Algorithms.Content pinned) throws Exception {
    for (String announced : List.of("", "cbc128", "cbc256", "gcm256 cbc256 cbc128")) {
      assertThat(chosen(announced, content(pinned)).name()).isEqualTo(pinned.name());
    }
  }

  private static String transport(
      X509Certificate certificate, String announced, Algorithms.Transport wanted) throws Exception {
    RSAPublicKey key = RsaTransport.key(certificate).orElseThrow();
    Reader reader = new Reader(certificate, Announced.of(announced));
    return RsaTransport.of(reader, key, wanted)
        .oaep()
        .map(
            oaep ->
                "OAEP "
                    + oaep.getDigestAlgorithm()
                    + " "
                    + oaep.getMGFParameters().toString().replaceAll(".*\\[hashAlgorithm: |].*", ""))
        .orElse("PKCS1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "''                             | AUTO  | PKCS1",
        "cbc256 gcm256                  | AUTO  | PKCS1",
        "oaep                           | AUTO  | SHA-1",
        "oaep-sha1                      | AUTO  | SHA-1",
        "oaep-sha256                    | AUTO  | SHA-256",
        "oaep-sha1 oaep-sha256          | AUTO  | SHA-256",
        "oaep-sha512 oaep-sha1          | AUTO  | SHA-512",
        "oaep-md5                       | AUTO  | PKCS1",
        "oaep-labelled                  | AUTO  | PKCS1",
        "oaep-damaged                   | AUTO  | PKCS1",
        "oaep-damaged oaep-sha1         | AUTO  | SHA-1",
        "oaep-sha256                    | PKCS1 | PKCS1",
        "''                             | OAEP  | SHA-256",
        "oaep-sha1                      | OAEP  | SHA-1",
        "oaep-md5                       | OAEP  | SHA-256",
      })
  void anRsaReaderGetsTheKeyAsItWasAnnounced(
      String announced, Algorithms.Transport wanted, String expected) throws Exception {
    assertThat(transport(RSA, announced, wanted))
        .startsWith(expected.equals("PKCS1") ? "PKCS1" : "OAEP " + expected);
  }

  @Test
  void aKeyThatIsTooShortForTheDigestAnnouncedGetsAnother() throws Exception {
    assertThat(transport(SMALL_RSA, "oaep-sha512", Algorithms.Transport.AUTO)).isEqualTo("PKCS1");
    assertThat(transport(SMALL_RSA, "oaep-sha512 oaep-sha256", Algorithms.Transport.AUTO))
        .startsWith("OAEP SHA-256");
  }

  @ParameterizedTest
  @CsvSource({
    "'', SHA-256",
    "ecdh-sha256, SHA-256",
    "ecdh-sha512 ecdh-sha256, SHA-256",
    "ecdh-sha384, SHA-384",
    "ecdh-sha512, SHA-512",
    "ecdh-sha1, SHA-256",
  })
  void anEcReaderGetsTheKeyByTheDerivationAnnounced(String announced, String digest)
      throws Exception {
    assertThat(EcdhKeyWrap.of(Announced.of(announced), 32).kdfDigest()).isEqualTo(digest);
  }

  @Test
  void aKeyIsWrappedNoWeakerThanItIs() {
    assertThat(EcdhKeyWrap.of(Capabilities.none(), 32).kekLength()).isEqualTo(32);
    assertThat(EcdhKeyWrap.of(Capabilities.none(), 16).kekLength()).isEqualTo(16);
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_2048, AUTO, SHA256",
    "P256, AUTO, SHA256",
    "P384, AUTO, SHA384",
    "P521, AUTO, SHA512",
    "RSA_2048, SHA_384, SHA384",
    "RSA_2048, SHA_512, SHA512",
    "P256, SHA_512, SHA512",
    "P521, SHA_256, SHA256",
  })
  void whatIsSignedIsADigestThatFitsTheKeyUnlessItIsPinned(
      KeyKind kind, Algorithms.Digest wanted, String digest) {
    Algorithms algorithms =
        new Algorithms(
            Algorithms.Content.AUTO,
            Algorithms.Transport.AUTO,
            wanted,
            Algorithms.RsaSignature.PKCS1);

    Optional<SignerAlgorithm> chosen =
        SignerAlgorithm.of(Pki.person(kind).signing().certificate(), algorithms);

    assertThat(chosen.orElseThrow().algorithm().digest().name()).isEqualTo(digest);
  }
}
