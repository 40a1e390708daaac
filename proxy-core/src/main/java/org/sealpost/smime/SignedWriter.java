package org.sealpost.smime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import org.sealpost.failure.Failure;
import org.sealpost.mime.EntityWriter;

/**
 * Writes multipart/signed (RFC 8551 §3.5.3) around an entity, streaming: the digest is taken while
 * the entity goes by. The signature is made on the first {@link #writeTo} and used again on later
 * ones, so that one card operation serves all copies of a mail. Not thread-safe.
 */
public final class SignedWriter implements EntityWriter {
  private static final String SIGNATURE_HEADER =
      """
      Content-Type: application/pkcs7-signature; name="smime.p7s"\r
      Content-Transfer-Encoding: base64\r
      Content-Disposition: attachment; filename="smime.p7s"\r
      Content-Description: S/MIME cryptographic signature\r
      \r
      """;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final EntityWriter inner;
  private final OnceSigned signed;
  private final String boundary;

  /**
   * A writer.
   *
   * @param inner a canonical entity: all lines end in CRLF, 7-bit; it writes the same bytes each
   *     time
   * @param signingTime what the signature claims
   */
  public SignedWriter(
      EntityWriter inner, SigningKey key, Instant signingTime, Algorithms algorithms) {
    this.inner = inner;
    this.signed = new OnceSigned(key, signingTime, algorithms);
    this.boundary = boundary();
  }

  /** One that signs with what fits the key. */
  public SignedWriter(EntityWriter inner, SigningKey key, Instant signingTime) {
    this(inner, key, signingTime, Algorithms.standard());
  }

  /** 128 random bits, and "=_" that neither Base64 nor quoted-printable can hold. */
  private static String boundary() {
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    return "=_" + HexFormat.of().formatHex(random);
  }

  /** Whether a certificate's key is of a kind that signs here: RSA, or EC. */
  public static boolean supports(X509Certificate certificate) {
    return SignerAlgorithm.of(certificate, Algorithms.standard()).isPresent();
  }

  /**
   * Writes it.
   *
   * @throws Failure as {@link SigningKey#sign} does; permanent, before the first byte, if the key
   *     is of a kind that does not sign here
   * @throws IOException also if {@code inner} writes other bytes than those that were signed
   */
  @Override
  public void writeTo(OutputStream out) throws IOException, Failure {
    SignerAlgorithm algorithm = signed.algorithm();
    write(
        out,
        """
        Content-Type: multipart/signed; protocol="application/pkcs7-signature";\r
         micalg=%s; boundary="%s"\r
        \r
        --%s\r
        """
            .formatted(algorithm.micalg(), boundary, boundary));
    MessageDigest digest = Digests.of(algorithm.digestName());
    DigestedOutput digested = new DigestedOutput(out, digest);
    inner.writeTo(digested);
    digested.finish();
    byte[] signature = signed.of(digest.digest(), signed.builder()::detached);
    write(out, "\r\n--" + boundary + "\r\n" + SIGNATURE_HEADER);
    Base64Lines base64 = new Base64Lines(out);
    base64.write(signature);
    base64.finish();
    write(out, "\r\n--" + boundary + "--\r\n");
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }
}
