package org.sealpost.smime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.sealpost.mime.Entity;

/**
 * Whether a mail is encrypted, and does not only call itself so: an EnvelopedData (RFC 5652 §6.1)
 * or AuthEnvelopedData (RFC 5083 §2.1) with at least one recipientInfo and no damaged one, content
 * encrypted with a cipher that we know, and nothing behind it. Whether anyone can open it is not
 * asked. Reads it to its end, without keeping it. Stateless.
 */
public final class EnvelopePresence {
  private static final int BLOCK_SIZE = 16 * 1024;

  private EnvelopePresence() {}

  /** Of an entity of kind {@link SmimeKind#ENCRYPTED}. */
  public static boolean in(Entity mail) throws IOException {
    try (InputStream in = CmsBody.open(mail)) {
      EnvelopeReader envelope = new EnvelopeReader(in);
      if (!hasRecipients(envelope)) {
        return false;
      }
      ContentCiphers.of(envelope.algorithm(), envelope.authenticated(), true);
      return hasContent(envelope)
          && (!envelope.authenticated() || envelope.trailer().mac().length > 0)
          && envelope.isAll();
    } catch (DamagedCms | Refused e) {
      return false;
    }
  }

  private static boolean hasRecipients(EnvelopeReader envelope) throws IOException {
    int count = 0;
    Optional<ASN1Primitive> recipient = envelope.nextRecipient();
    while (recipient.isPresent()) {
      try {
        RecipientInfo.getInstance(recipient.get());
      } catch (IllegalArgumentException | IllegalStateException e) {
        return false;
      }
      count++;
      recipient = envelope.nextRecipient();
    }
    return count > 0;
  }

  private static boolean hasContent(EnvelopeReader envelope) throws IOException {
    InputStream content = envelope.content();
    byte[] block = new byte[BLOCK_SIZE];
    boolean any = false;
    int read = content.read(block);
    while (read >= 0) {
      any |= read > 0;
      read = content.read(block);
    }
    return any;
  }
}
