package org.sealpost.smime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.sealpost.failure.Failure;
import org.sealpost.mime.EntityWriter;

/**
 * Writes application/pkcs7-mime; smime-type=signed-data (RFC 8551 §3.5.2) around an entity: it lies
 * inside the signature, which nothing on the way can break and only S/MIME programs can read.
 * Streams, with indefinite lengths. The signature is made on the first {@link #writeTo} and used
 * again on later ones, so that one card operation serves all copies of a mail. Not thread-safe.
 */
public final class OpaqueSignedWriter implements EntityWriter {
  private static final String HEADER =
      """
      Content-Type: application/pkcs7-mime; smime-type=signed-data;\r
       name="smime.p7m"\r
      Content-Transfer-Encoding: base64\r
      Content-Disposition: attachment; filename="smime.p7m"\r
      Content-Description: S/MIME signed message\r
      \r
      """;

  private final EntityWriter inner;
  private final OnceSigned signed;

  /**
   * A writer.
   *
   * @param inner a canonical entity: all lines end in CRLF; it writes the same bytes each time
   * @param signingTime what the signature claims
   */
  public OpaqueSignedWriter(
      EntityWriter inner, SigningKey key, Instant signingTime, Algorithms algorithms) {
    this.inner = inner;
    this.signed = new OnceSigned(key, signingTime, algorithms);
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
    SignedDataBuilder builder = signed.builder();
    MessageDigest digest = Digests.of(signed.algorithm().digestName());

    out.write(HEADER.getBytes(StandardCharsets.US_ASCII));
    Base64Lines base64 = new Base64Lines(out);
    Indefinite.open(base64, BerReader.SEQUENCE);
    base64.write(CMSObjectIdentifiers.signedData.getEncoded());
    Indefinite.open(base64, BerReader.context(0));
    Indefinite.open(base64, BerReader.SEQUENCE);
    base64.write(builder.beforeContent());
    Indefinite.open(base64, BerReader.SEQUENCE);
    base64.write(CMSObjectIdentifiers.data.getEncoded());
    Indefinite.open(base64, BerReader.context(0));
    Indefinite.open(base64, Indefinite.OCTETS);
    OctetPieces pieces = new OctetPieces(base64);
    DigestedOutput digested = new DigestedOutput(pieces, digest);
    inner.writeTo(digested);
    digested.finish();
    Indefinite.close(base64, 3);
    base64.write(signed.of(digest.digest(), builder::afterContent));
    Indefinite.close(base64, 3);
    base64.finish();
  }
}
