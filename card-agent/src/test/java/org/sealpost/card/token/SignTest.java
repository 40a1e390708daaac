package org.sealpost.card.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.DigestAlgorithm;
import org.sealpost.card.api.SignatureAlgorithm;
import org.sealpost.card.api.SignatureAlgorithm.Scheme;

class SignTest {
  private static final byte[] DATA = "signed attributes".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;

  private static byte[] digest(DigestAlgorithm algorithm) throws Exception {
    return MessageDigest.getInstance(algorithm.jcaName()).digest(DATA);
  }

  private static SoftwareKey key(TestCards.Identity identity) throws Exception {
    return KeyPair.operations(PrivateKeyInfo.getInstance(identity.key().getEncoded()));
  }

  private static String digestName(DigestAlgorithm algorithm) {
    return algorithm.jcaName().replace("-", "");
  }

  @ParameterizedTest
  @EnumSource(DigestAlgorithm.class)
  void pkcs1SignaturesVerify(DigestAlgorithm algorithm) throws Exception {
    byte[] signature =
        key(TestCards.rsaSign())
            .sign(new SignatureAlgorithm(Scheme.RSA_PKCS1, algorithm), digest(algorithm));
    Signature judge = Signature.getInstance(digestName(algorithm) + "withRSA");
    judge.initVerify(TestCards.rsaSign().publicKey());
    judge.update(DATA);
    assertThat(judge.verify(signature)).isTrue();
  }

  static Stream<Arguments> pss() {
    return Stream.of(2048, 2049, 2055, 1024)
        .flatMap(
            bits ->
                Stream.of(DigestAlgorithm.values())
                    .filter(d -> bits > 1024 || d != DigestAlgorithm.SHA512)
                    .map(d -> Arguments.of(bits, d)));
  }

  private static final java.util.Map<Integer, TestCards.Identity> BY_SIZE =
      new java.util.concurrent.ConcurrentHashMap<>();

  @ParameterizedTest
  @MethodSource("pss")
  void pssSignaturesVerifyForKeysOfAnySize(int bits, DigestAlgorithm algorithm) throws Exception {
    TestCards.Identity identity =
        BY_SIZE.computeIfAbsent(bits, b -> TestCards.user("rsa:" + b, "pss", 0));
    byte[] signature =
        key(identity).sign(new SignatureAlgorithm(Scheme.RSA_PSS, algorithm), digest(algorithm));
    Signature judge = Signature.getInstance("RSASSA-PSS");
    judge.setParameter(
        new PSSParameterSpec(
            algorithm.jcaName(),
            "MGF1",
            new MGF1ParameterSpec(algorithm.jcaName()),
            algorithm.length(),
            1));
    judge.initVerify(identity.publicKey());
    judge.update(DATA);
    assertThat(judge.verify(signature)).isTrue();
  }

  static Stream<Arguments> curves() {
    return Stream.of("secp256r1", "secp384r1", "secp521r1", "brainpoolP256r1", "brainpoolP384r1")
        .flatMap(c -> Stream.of(DigestAlgorithm.values()).map(d -> Arguments.of(c, d)));
  }

  @ParameterizedTest
  @MethodSource("curves")
  void ecdsaSignaturesVerifyOnEveryCurve(String curve, DigestAlgorithm algorithm) throws Exception {
    TestCards.Identity identity = TestCards.user(curve, "ec", 0);
    byte[] signature =
        key(identity).sign(new SignatureAlgorithm(Scheme.ECDSA, algorithm), digest(algorithm));
    Signature judge =
        Signature.getInstance(digestName(algorithm) + "withECDSA", BouncyCastle.provider());
    judge.initVerify(
        java.security.KeyFactory.getInstance("EC", BouncyCastle.provider())
            .generatePublic(
                new java.security.spec.X509EncodedKeySpec(identity.publicKey().getEncoded())));
    judge.update(DATA);
    assertThat(judge.verify(signature)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Scheme.class)
  void opensslAgrees(Scheme scheme) throws Exception {
    Programs.assumePresent("openssl");
    TestCards.Identity identity = scheme == Scheme.ECDSA ? TestCards.ecSign() : TestCards.rsaSign();
    byte[] signature =
        key(identity)
            .sign(
                new SignatureAlgorithm(scheme, DigestAlgorithm.SHA384),
                digest(DigestAlgorithm.SHA384));
    Path data = Files.write(folder.resolve("data"), DATA);
    Path file = Files.write(folder.resolve("signature"), signature);
    Path key =
        TestCards.pem(folder.resolve("pub.pem"), "PUBLIC KEY", identity.publicKey().getEncoded());
    List<String> padding =
        switch (scheme) {
          case RSA_PSS -> List.of("-sigopt", "rsa_padding_mode:pss");
          case RSA_PKCS1 -> List.of("-sigopt", "rsa_padding_mode:pkcs1");
          case ECDSA -> List.of();
        };
    List<String> command = new ArrayList<>(List.of("openssl", "dgst", "-sha384"));
    command.addAll(padding);
    command.addAll(
        List.of("-verify", key.toString(), "-signature", file.toString(), data.toString()));
    String said = Programs.run(command.toArray(String[]::new));
    assertThat(said.toLowerCase(Locale.ROOT)).contains("verified ok");
  }

  @Test
  void twoPssSignaturesDiffer() throws Exception {
    SoftwareKey key = key(TestCards.rsaSign());
    SignatureAlgorithm pss = new SignatureAlgorithm(Scheme.RSA_PSS, DigestAlgorithm.SHA256);
    byte[] digest = digest(DigestAlgorithm.SHA256);
    assertThat(key.sign(pss, digest)).isNotEqualTo(key.sign(pss, digest));
  }

  @ParameterizedTest
  @EnumSource(names = {"RSA_PKCS1", "RSA_PSS"})
  void aKeyTooShortForTheDigestIsSaid(Scheme scheme) throws Exception {
    SoftwareKey shortKey = key(TestCards.user("rsa:512", "short", 0));
    assertThatExceptionOfType(CardException.class)
        .isThrownBy(
            () ->
                shortKey.sign(new SignatureAlgorithm(scheme, DigestAlgorithm.SHA512), new byte[64]))
        .satisfies(e -> assertThat(e.error()).isEqualTo(CardError.NOT_SUPPORTED));
  }
}
