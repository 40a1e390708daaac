package org.sealpost.smime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.sealpost.failure.Failure;
import org.sealpost.mime.EntityWriter;

/**
 * Writes application/pkcs7-mime; smime-type=enveloped-data (RFC 8551 §3.3) around an entity: an
 * EnvelopedData in AES-256-CBC, the content key wrapped for each recipient by its certificate's key
 * (RSA PKCS#1 v1.5, or ECDH). Streams, with indefinite lengths. The content key is fresh on each
 * {@link #writeTo}, so the bytes differ. Thread-safe if {@code inner} is.
 */
public final class EncryptedWriter implements EntityWriter {
  private static final String HEADER =
      """
      Content-Type: application/pkcs7-mime; smime-type=enveloped-data;\r
       name="smime.p7m"\r
      Content-Transfer-Encoding: base64\r
      Content-Disposition: attachment; filename="smime.p7m"\r
      Content-Description: S/MIME encrypted message\r
      \r
      """;

  private static final byte[] END_OF_CONTENTS = {0, 0};
  private static final SecureRandom RANDOM = new SecureRandom();

  private final EntityWriter inner;
  private final List<X509Certificate> recipients;

  /**
   * A writer.
   *
   * @param inner the entity to encrypt
   * @param recipients who can open it; who is named twice gets one wrapped key. At least one
   * @throws IllegalArgumentException if there is none
   */
  public EncryptedWriter(EntityWriter inner, List<X509Certificate> recipients) {
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException("nobody to encrypt to");
    }
    this.inner = inner;
    this.recipients = List.copyOf(new LinkedHashSet<>(recipients));
  }

  /**
   * Whether a mail can be encrypted to this certificate's key: RSA of 1024 to 16384 bits, or EC on
   * P-256, P-384 or P-521. Whether it should be is the policy's to say.
   */
  public static boolean supports(X509Certificate recipient) {
    return RecipientInfos.supports(recipient);
  }

  /**
   * Writes it.
   *
   * @throws Failure permanent, before the first byte, if a recipient's key is of a kind that cannot
   *     be encrypted to; and what {@code inner} throws
   */
  @Override
  public void writeTo(OutputStream out) throws IOException, Failure {
    SecretKey contentKey = new SecretKeySpec(random(32), "AES");
    byte[] iv = random(16);
    byte[] recipientInfos = RecipientInfos.wrap(contentKey, recipients);

    out.write(HEADER.getBytes(StandardCharsets.US_ASCII));
    Base64Lines base64 = new Base64Lines(out);
    open(base64, BerReader.SEQUENCE);
    base64.write(CMSObjectIdentifiers.envelopedData.getEncoded());
    open(base64, BerReader.context(0));
    open(base64, BerReader.SEQUENCE);
    base64.write(RecipientInfos.version(recipients).getEncoded());
    base64.write(recipientInfos);
    open(base64, BerReader.SEQUENCE);
    base64.write(CMSObjectIdentifiers.data.getEncoded());
    base64.write(
        new AlgorithmIdentifier(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(iv))
            .getEncoded(ASN1Encoding.DER));
    open(base64, BerReader.context(0));
    EncryptedPieces pieces = new EncryptedPieces(cipher(contentKey, iv), base64);
    inner.writeTo(pieces);
    pieces.finish();
    for (int opened = 0; opened < 5; opened++) {
      base64.write(END_OF_CONTENTS);
    }
    base64.finish();
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static Cipher cipher(SecretKey key, byte[] iv) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
      return cipher;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An element of indefinite length (X.690 §8.1.3.6). */
  private static void open(OutputStream out, int identifier) throws IOException {
    out.write(new byte[] {(byte) identifier, (byte) 0x80});
  }
}
