package org.sealpost.trust.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.junit.jupiter.api.Test;
import org.sealpost.testpki.Holder;
import org.sealpost.trust.revocation.RevocationStatus;
import org.sealpost.trust.revocation.RevocationStatus.Cause;

class AnswerTest {
  private static final URI RESPONDER = URI.create("http://ocsp.example/");
  private static final byte[] NONCE = new byte[] {1, 2, 3, 4, 5, 6, 7, 8};
  private static final Authority AUTHORITY = new Authority("CN=CA");
  private static final Holder HOLDER = AUTHORITY.holder(RESPONDER);
  private static final Query QUERY = new Query(HOLDER.certificate(), AUTHORITY.ca().certificate());

  private static Answer.Meaning read(byte[] encoded, Instant now) {
    Signer signer =
        new Signer((_, _, _) -> new RevocationStatus.Unknown(new Cause.NoSource()), Duration.ZERO);
    return new Answer(QUERY, RESPONDER, signer, now).read(encoded, Optional.of(NONCE));
  }

  private static byte[] request() throws Exception {
    return new OCSPReqBuilder()
        .addRequest(QUERY.id())
        .setRequestExtensions(
            new Extensions(
                Extension.create(
                    OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, new DEROctetString(NONCE))))
        .build()
        .getEncoded();
  }

  /** What is outside the signature, as the wrapping, may be altered without effect. */
  @Test
  void noTurnedBitMakesAnAnswerSayAnythingElse() throws Exception {
    Instant now = Instant.now();
    byte[] answer =
        new TestResponder(AUTHORITY.ca(), now).revoked(now.minusSeconds(10), 1).answer(request());
    Answer.Meaning meaning = read(answer, now);
    assertThat(meaning).isInstanceOf(Answer.Meaning.Said.class);
    int taken = 0;
    for (int bit = 0; bit < answer.length * 8; bit++) {
      byte[] altered = answer.clone();
      altered[bit / 8] ^= (byte) (1 << (bit % 8));
      if (read(altered, now) instanceof Answer.Meaning.Said said) {
        assertThat(said).as("bit %d", bit).isEqualTo(meaning);
        taken++;
      }
    }
    assertThat(taken).isLessThan(50);
  }

  @Test
  void noAnswerIsTakenThatWasCutOff() throws Exception {
    Instant now = Instant.now();
    byte[] answer = new TestResponder(AUTHORITY.ca(), now).answer(request());
    for (int length = 0; length < answer.length; length++) {
      assertThat(read(Arrays.copyOf(answer, length), now))
          .as("length %d", length)
          .isInstanceOf(Answer.Meaning.Nothing.class);
    }
  }

  @FuzzTest
  void anyBytesAreRead(byte[] bytes) {
    assertThat(read(bytes, Instant.parse("2026-06-01T12:00:00Z"))).isNotNull();
  }
}
