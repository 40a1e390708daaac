package org.sealpost.card.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.DigestAlgorithm;
import org.sealpost.card.api.KeyTransport;

/** Bleichenbacher's attack on PKCS#1 v1.5, and its twin: honest keys come through. */
class PaddingOracleTest {
  private static final int BLOCK = 256;
  private static final int LENGTH = 32;

  private static SoftwareKey key() throws Exception {
    return KeyPair.operations(
        PrivateKeyInfo.getInstance(TestCards.rsaDecrypt().key().getEncoded()));
  }

  private static RSAPublicKey publicKey() {
    return (RSAPublicKey) TestCards.rsaDecrypt().publicKey();
  }

  private static byte[] contentKey(int length) {
    byte[] key = new byte[length];
    Arrays.fill(key, (byte) 0xa5);
    return key;
  }

  private static byte[] goodBlock(int length) {
    byte[] block = new byte[BLOCK];
    Arrays.fill(block, (byte) 0x77);
    block[0] = 0;
    block[1] = 2;
    block[BLOCK - length - 1] = 0;
    System.arraycopy(contentKey(length), 0, block, BLOCK - length, length);
    return block;
  }

  private static byte[] encryptRaw(byte[] block) {
    BigInteger c =
        new BigInteger(1, block).modPow(publicKey().getPublicExponent(), publicKey().getModulus());
    return BigIntegers.asUnsignedByteArray(BLOCK, c);
  }

  private static byte[] decrypt(byte[] ciphertext, int length) throws Exception {
    return key().decrypt(KeyTransport.pkcs1(), ciphertext, length);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 7, 8, 10, 16, 24, 32, 48, 64})
  void anHonestKeyComesThrough(int length) throws Exception {
    Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
    cipher.init(Cipher.ENCRYPT_MODE, publicKey());
    assertThat(decrypt(cipher.doFinal(contentKey(length)), length)).isEqualTo(contentKey(length));
    assertThat(decrypt(encryptRaw(goodBlock(length)), length)).isEqualTo(contentKey(length));
  }

  @Test
  void anHonestKeyInAShortCiphertextComesThrough() throws Exception {
    SecureRandom random = new SecureRandom();
    byte[] ciphertext;
    do {
      byte[] block = goodBlock(LENGTH);
      block[5] = (byte) (1 + random.nextInt(255));
      block[6] = (byte) (1 + random.nextInt(255));
      ciphertext = encryptRaw(block);
    } while (ciphertext[0] != 0);
    byte[] shortened = Arrays.copyOfRange(ciphertext, 1, BLOCK);
    assertThat(decrypt(shortened, LENGTH)).isEqualTo(contentKey(LENGTH));
  }

  private static Arguments bad(String name, Consumer<byte[]> damage) {
    byte[] block = goodBlock(LENGTH);
    damage.accept(block);
    return Arguments.of(name, block);
  }

  static Stream<Arguments> badBlocks() {
    return Stream.of(
        bad("first octet is not zero", b -> b[0] = 1),
        bad("signature padding", b -> b[1] = 1),
        bad("no padding type", b -> b[1] = 0),
        bad("zero as first padding octet", b -> b[2] = 0),
        bad("zero as eighth padding octet", b -> b[9] = 0),
        bad("zero in the middle of the padding", b -> b[100] = 0),
        bad("zero as last padding octet", b -> b[BLOCK - LENGTH - 2] = 0),
        bad("no separator", b -> b[BLOCK - LENGTH - 1] = 1),
        bad("separator with only the high bit", b -> b[BLOCK - LENGTH - 1] = (byte) 0x80),
        bad("first octet with only the high bit", b -> b[0] = 0x40),
        bad("no zero at all", b -> Arrays.fill(b, 2, BLOCK, (byte) 9)),
        bad("all zero", b -> Arrays.fill(b, (byte) 0)),
        bad(
            "a shorter key",
            b -> {
              b[BLOCK - LENGTH - 1] = 1;
              b[BLOCK - 17] = 0;
            }),
        bad("a longer key", b -> b[BLOCK - 65] = 0),
        bad("an empty key", b -> Arrays.fill(b, 2, BLOCK - 1, (byte) 3)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badBlocks")
  void aBadPaddingLooksLikeAnyOtherKey(String name, byte[] block) throws Exception {
    byte[] ciphertext = encryptRaw(block);
    byte[] key = decrypt(ciphertext, LENGTH);
    assertThat(key).as(name).hasSize(LENGTH).isNotEqualTo(contentKey(LENGTH));
    assertThat(key).isNotEqualTo(Arrays.copyOfRange(block, BLOCK - LENGTH, BLOCK));
    assertThat(decrypt(ciphertext, LENGTH)).as("the same for the same ciphertext").isEqualTo(key);
  }

  @Test
  void ciphertextsOutOfRangeLookLikeAnyOtherKeyToo() throws Exception {
    byte[] modulus = BigIntegers.asUnsignedByteArray(BLOCK, publicKey().getModulus());
    byte[] ones = new byte[BLOCK];
    Arrays.fill(ones, (byte) 0xff);
    for (byte[] ciphertext :
        new byte[][] {
          modulus,
          ones,
          new byte[BLOCK],
          new byte[0],
          {1},
          new byte[BLOCK + 100],
          Arrays.copyOf(ones, 3 * BLOCK)
        }) {
      assertThat(decrypt(ciphertext, LENGTH)).hasSize(LENGTH);
    }
  }

  @Test
  void replacementsDifferFromEachOtherAndLookRandom() throws Exception {
    Set<String> seen = new HashSet<>();
    int[] counts = new int[256];
    int samples = 300;
    for (int i = 0; i < samples; i++) {
      byte[] block = goodBlock(LENGTH);
      block[1] = 1;
      block[20] = (byte) (i + 1);
      block[21] = (byte) (i >> 8);
      byte[] key = decrypt(encryptRaw(block), LENGTH);
      seen.add(Arrays.toString(key));
      for (byte octet : key) {
        counts[octet & 0xff]++;
      }
    }
    assertThat(seen).hasSize(samples);
    assertThat(Arrays.stream(counts).max().getAsInt()).isLessThan(100);
  }

  @Test
  void theReplacementDependsOnTheWantedLength() throws Exception {
    byte[] block = goodBlock(LENGTH);
    block[1] = 1;
    byte[] ciphertext = encryptRaw(block);
    assertThat(decrypt(ciphertext, 16)).isNotEqualTo(Arrays.copyOf(decrypt(ciphertext, 32), 16));
  }

  @Test
  void everySingleDamagedOctetOfThePaddingIsRejectedAlike() throws Exception {
    ImplicitRejection rejection = new ImplicitRejection(new byte[] {10}, BLOCK);
    byte[] ciphertext = {1, 2, 3};
    byte[] replacement = rejection.unpad(new byte[BLOCK], ciphertext, LENGTH);
    for (int position = 0; position < BLOCK - LENGTH; position++) {
      byte[] block = goodBlock(LENGTH);
      block[position] = (byte) (position < 2 || position == BLOCK - LENGTH - 1 ? 0x80 : 0);
      assertThat(rejection.unpad(block, ciphertext, LENGTH))
          .as("octet %d", position)
          .isEqualTo(replacement);
    }
    assertThat(rejection.unpad(goodBlock(LENGTH), ciphertext, LENGTH))
        .isEqualTo(contentKey(LENGTH));
  }

  @Test
  void aSmallModulusCannotHoldALongKey() throws Exception {
    ImplicitRejection rejection = new ImplicitRejection(new byte[] {10}, 64);
    assertThat(rejection.unpad(new byte[64], new byte[] {1}, 64)).hasSize(64);
  }

  static Stream<Arguments> oaep() {
    return Stream.of(DigestAlgorithm.values())
        .flatMap(
            digest ->
                Stream.of(DigestAlgorithm.SHA1, DigestAlgorithm.SHA256)
                    .flatMap(
                        mgf ->
                            Stream.of("", "label").map(label -> Arguments.of(digest, mgf, label))));
  }

  @ParameterizedTest
  @MethodSource("oaep")
  void oaepOpensWithAnyDigestAndLabel(DigestAlgorithm digest, DigestAlgorithm mgf, String label)
      throws Exception {
    byte[] labelOctets = label.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        publicKey(),
        new OAEPParameterSpec(
            digest.jcaName(),
            "MGF1",
            new MGF1ParameterSpec(mgf.jcaName()),
            new PSource.PSpecified(labelOctets)));
    byte[] wrapped = cipher.doFinal(contentKey(LENGTH));
    KeyTransport transport = KeyTransport.oaep(digest, mgf, labelOctets);
    assertThat(key().decrypt(transport, wrapped, LENGTH)).isEqualTo(contentKey(LENGTH));

    wrapped[100] ^= 1;
    assertThatExceptionOfType(CardException.class)
        .isThrownBy(() -> key().decrypt(transport, wrapped, LENGTH))
        .satisfies(e -> assertThat(e.error()).isEqualTo(CardError.BAD_REQUEST))
        .withNoCause();
  }

  @Test
  void everyOaepFailureIsTheSame() throws Exception {
    KeyTransport transport =
        KeyTransport.oaep(DigestAlgorithm.SHA256, DigestAlgorithm.SHA256, new byte[0]);
    Set<String> messages = new HashSet<>();
    byte[] tooLarge = new byte[BLOCK];
    Arrays.fill(tooLarge, (byte) 0xff);
    for (byte[] wrapped :
        new byte[][] {
          encryptRaw(goodBlock(LENGTH)), new byte[0], new byte[BLOCK], tooLarge, new byte[3 * BLOCK]
        }) {
      try {
        key().decrypt(transport, wrapped, LENGTH);
      } catch (CardException e) {
        messages.add(e.error() + e.getMessage());
      }
    }
    assertThat(messages).hasSize(1);
  }

  @Test
  void aKeyTooShortForTheOaepDigestIsTheSameFailure() throws Exception {
    SoftwareKey shortKey =
        KeyPair.operations(
            PrivateKeyInfo.getInstance(TestCards.user("rsa:1024", "short", 0).key().getEncoded()));
    KeyTransport transport =
        KeyTransport.oaep(DigestAlgorithm.SHA512, DigestAlgorithm.SHA1, new byte[0]);
    assertThatExceptionOfType(CardException.class)
        .isThrownBy(() -> shortKey.decrypt(transport, new byte[128], LENGTH))
        .satisfies(e -> assertThat(e.error()).isEqualTo(CardError.BAD_REQUEST));
  }
}
