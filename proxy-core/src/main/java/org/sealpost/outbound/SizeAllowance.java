package org.sealpost.outbound;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.sealpost.policy.SignatureForm;

/**
 * What protection adds to a mail's size. Encryption writes all of it in base64, 78 bytes for 57
 * with the line end, and divides it into pieces before that: a factor of 1.37. So does an opaque
 * signature. Each signature adds an amount of its own for certificates and attributes. Pure.
 */
public final class SizeAllowance {
  /** Attributes, the signature itself, headers and boundaries. */
  private static final long SIGNATURE = 4096;

  /** The envelope's own fields and headers. */
  private static final long ENVELOPE = 1024;

  /** What a mail's own header may gain, and its body in canonical form. */
  private static final long HEADER = 1024;

  /** What a recipientInfo has beside issuer, serial number and a key as long as the recipient's. */
  private static final long RECIPIENT = 512;

  /** The smallest piece of content in a streamed CMS, and what its own header takes at most. */
  private static final long PIECE = 8192;

  private static final long PIECE_HEADER = 8;

  private static final long LINE = 57;
  private static final long ENCODED_LINE = 78;

  /** As many recipients fit in any case, beside the sender. */
  static final int RECIPIENTS = 20;

  /** No certificate is longer than that; few are half as long. */
  static final int CERTIFICATE = 2048;

  /** The signer's, the one to answer to, and two of authorities above. */
  static final int ENCLOSED = 4;

  private SizeAllowance() {}

  /**
   * The size to announce to the client: a 7-bit mail of that size, signed in this form and
   * encrypted to twenty recipients, still fits what the real server takes. Only 8-bit text that has
   * to be written in 7 bits, which makes it three times as large at worst, may come out too large
   * after all; such a mail is refused before any of it is sent.
   *
   * @param upstream the real server's SIZE in bytes (RFC 1870); 0 if it sets no limit, which stays
   *     0
   * @param form the one of the account, or the larger one where several accounts may be meant
   */
  public static long announced(long upstream, SignatureForm form) {
    if (upstream <= 0) {
      return 0;
    }
    long infos = (RECIPIENTS + 1) * (CERTIFICATE + RECIPIENT);
    long signed = inside(upstream - HEADER, ENVELOPE + infos);
    long enclosed = ENCLOSED * CERTIFICATE;
    long mail =
        switch (form) {
          case CLEAR -> signed - signed(0, enclosed);
          case OPAQUE -> inside(signed, enclosed + 2 * SIGNATURE);
        };
    return Math.max(1, mail);
  }

  /** How much fits beside {@code extras} in an envelope of {@code size} bytes. */
  private static long inside(long size, long extras) {
    long bytes = ((size - ENVELOPE) / ENCODED_LINE - 1) * LINE - extras;
    return Math.max(0, (bytes - PIECE_HEADER) / (PIECE + PIECE_HEADER) * PIECE);
  }

  /** An upper bound of a signed entity. */
  static long signed(long entity, List<X509Certificate> enclosed) {
    return signed(entity, length(enclosed));
  }

  /** The same for so many bytes of certificates. */
  static long signed(long entity, long enclosed) {
    return entity + SIGNATURE + base64(enclosed + SIGNATURE);
  }

  /** An upper bound of an entity that lies inside its signature. */
  static long opaque(long entity, List<X509Certificate> enclosed) {
    return opaque(entity, length(enclosed));
  }

  /** The same for so many bytes of certificates. */
  static long opaque(long entity, long enclosed) {
    return ENVELOPE + base64(entity + pieces(entity) + enclosed + 2 * SIGNATURE);
  }

  /** An upper bound of an encrypted entity. */
  static long encrypted(long entity, List<X509Certificate> recipients) {
    return encrypted(entity, recipients.size(), length(recipients));
  }

  /** The same for so many recipients, with so many bytes of certificates. */
  static long encrypted(long entity, int recipients, long certificates) {
    long infos = recipients * RECIPIENT + certificates;
    return ENVELOPE + base64(entity + pieces(entity) + ENVELOPE + infos);
  }

  private static long pieces(long entity) {
    return (entity / PIECE + 1) * PIECE_HEADER;
  }

  private static long base64(long bytes) {
    return (bytes / LINE + 1) * ENCODED_LINE;
  }

  private static long length(List<X509Certificate> certificates) {
    return certificates.stream().mapToLong(SizeAllowance::length).sum();
  }

  private static long length(X509Certificate certificate) {
    try {
      return certificate.getEncoded().length;
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate without an encoding", e);
    }
  }
}
