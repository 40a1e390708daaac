package org.sealpost.card.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Signature;
import java.util.Arrays;
import org.sealpost.card.api.CardCertificate;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.DigestAlgorithm;
import org.sealpost.card.api.SignatureAlgorithm;
import org.sealpost.card.api.SignatureAlgorithm.Scheme;

/** What tokens out of PKCS#12 files are tried with. */
final class Pkcs12Tokens {
  static final SignatureAlgorithm PKCS1_SHA256 =
      new SignatureAlgorithm(Scheme.RSA_PKCS1, DigestAlgorithm.SHA256);

  private Pkcs12Tokens() {}

  static Pkcs12Token opened(Path file, String pin) throws CardException {
    Pkcs12Token token = new Pkcs12Token(file);
    assertThat(token.present()).isTrue();
    token.login(pin.toCharArray());
    return token;
  }

  static void assertError(
      CardError error, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatExceptionOfType(CardException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.error()).isEqualTo(error))
        .satisfies(e -> assertThat(e.getMessage()).isNotBlank());
  }

  static CardCertificate certificate(Pkcs12Token token, TestCards.Identity identity)
      throws IOException {
    byte[] wanted = identity.certificate().getEncoded();
    return token.certificates().orElseThrow().stream()
        .filter(c -> Arrays.equals(c.certificate(), wanted))
        .findFirst()
        .orElseThrow();
  }

  static void assertSigns(Pkcs12Token token, TestCards.Identity identity) throws Exception {
    byte[] data = "a mail".getBytes(StandardCharsets.US_ASCII);
    byte[] digest = java.security.MessageDigest.getInstance("SHA-256").digest(data);
    byte[] signature = token.sign(certificate(token, identity).keyId(), PKCS1_SHA256, digest);
    Signature judge = Signature.getInstance("SHA256withRSA");
    judge.initVerify(identity.publicKey());
    judge.update(data);
    assertThat(judge.verify(signature)).isTrue();
  }
}
