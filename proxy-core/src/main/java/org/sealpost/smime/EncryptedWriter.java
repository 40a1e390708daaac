package org.sealpost.smime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.sealpost.failure.Failure;
import org.sealpost.mime.EntityWriter;

/**
 * Writes application/pkcs7-mime around an entity: smime-type=authEnveloped-data (RFC 8551 §3.4)
 * where all readers announced that they read it, else smime-type=enveloped-data (RFC 8551 §3.3).
 * The content key is wrapped for each reader by its certificate's key. Streams, with indefinite
 * lengths. The content key is fresh on each {@link #writeTo}, so the bytes differ. Thread-safe if
 * {@code inner} is.
 */
public final class EncryptedWriter implements EntityWriter {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final EntityWriter inner;
  private final List<Reader> readers;
  private final ContentEncryption encryption;
  private final Algorithms.Transport keyTransport;

  /**
   * A writer.
   *
   * @param inner the entity to encrypt
   * @param readers who can open it; who is named twice gets one wrapped key. At least one
   * @throws IllegalArgumentException if there is none
   */
  public EncryptedWriter(EntityWriter inner, List<Reader> readers, Algorithms algorithms) {
    if (readers.isEmpty()) {
      throw new IllegalArgumentException("nobody to encrypt to");
    }
    this.inner = inner;
    this.readers = List.copyOf(readers);
    this.encryption = ContentEncryption.of(readers, algorithms);
    this.keyTransport = algorithms.keyTransport();
  }

  /** One to people of whom nothing is known but their certificates. */
  public EncryptedWriter(EntityWriter inner, List<X509Certificate> recipients) {
    this(inner, recipients.stream().map(Reader::of).toList(), Algorithms.standard());
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
    byte[] random = new byte[encryption.keyLength()];
    RANDOM.nextBytes(random);
    SecretKey contentKey = new SecretKeySpec(random, "AES");
    byte[] recipientInfos = RecipientInfos.wrap(contentKey, readers, keyTransport);
    ContentEncryption.Running running = encryption.start(contentKey);

    out.write(header().getBytes(StandardCharsets.US_ASCII));
    Base64Lines base64 = new Base64Lines(out);
    Indefinite.open(base64, BerReader.SEQUENCE);
    base64.write(encryption.contentType().getEncoded());
    Indefinite.open(base64, BerReader.context(0));
    Indefinite.open(base64, BerReader.SEQUENCE);
    base64.write(version().getEncoded());
    base64.write(recipientInfos);
    Indefinite.open(base64, BerReader.SEQUENCE);
    base64.write(CMSObjectIdentifiers.data.getEncoded());
    base64.write(running.identifier().getEncoded(ASN1Encoding.DER));
    Indefinite.open(base64, BerReader.context(0));
    EncryptedPieces pieces = new EncryptedPieces(running.cipher(), base64);
    inner.writeTo(pieces);
    byte[] tag = pieces.finish(encryption.tagLength());
    Indefinite.close(base64, 2);
    if (encryption.authenticated()) {
      // No authAttrs: what they would have to hold is implied for content of type data (RFC 5083
      // §2.1), and not all programs read them.
      base64.write(new DEROctetString(tag).getEncoded());
    }
    Indefinite.close(base64, 3);
    base64.finish();
  }

  private String header() {
    return """
        Content-Type: application/pkcs7-mime; smime-type=%s;\r
         name="smime.p7m"\r
        Content-Transfer-Encoding: base64\r
        Content-Disposition: attachment; filename="smime.p7m"\r
        Content-Description: S/MIME encrypted message\r
        \r
        """
        .formatted(encryption.smimeType());
  }

  /** RFC 5652 §6.1; always 0 in AuthEnvelopedData (RFC 5083 §2.1). */
  private ASN1Integer version() {
    return encryption.authenticated() ? new ASN1Integer(0) : RecipientInfos.version(readers);
  }
}
